import { expect } from 'chai';
import { closeOrder, type PendingOrder } from '../../src/domain/ordering/order.ts';
import type { OrderFilter } from '../../src/domain/ordering/order-records.ts';
import type { OrderEvent } from '../../src/domain/ordering/orders.ts';
import type { PaymentAttempt } from '../../src/domain/ordering/payment-attempt.ts';
import type { InboxSubject } from '../../src/domain/ordering/payment-inbox.ts';
import { paymentThrough } from '../../src/domain/ordering/refunded-payment.ts';
import type { OrderId, OutTradeNo, UserId } from '../../src/domain/shared/ids.ts';
import {
  anAttempt,
  aPaidOrder,
  aPaymentFor,
  aPendingOrder,
  aProviderRefund,
  OURS,
  someTerms,
} from '../support/builders.ts';
import { newId } from '../support/ids.ts';
import { DAY, MINUTE, msAfter, NOON, SECOND } from '../support/instants.ts';
import { anApprovedRefund, anAwaitingRefund, aTransactionId } from '../support/refund-builders.ts';
import { describeStores } from '../support/stores.ts';

const event = (kind: OrderEvent['kind'], detail: OrderEvent['detail'] = {}, at = NOON): OrderEvent => ({
  ...{ kind, cause: 'poll', at, detail },
});
const PLACED = event('placed');
const numberOf = ({ intent }: PaymentAttempt): OutTradeNo => intent.outTradeNo;

describeStores('What is kept about orders', (commit) => {
  async function anOrder(change: Partial<PendingOrder> = {}) {
    const order = aPendingOrder(change);
    const attempt = anAttempt(order);
    await commit(({ orders }) => orders.add({ order, attempt }, PLACED));
    return { order, attempt };
  }
  /** Paid by its only attempt. */
  async function aSale(change: Partial<PendingOrder> = {}, kind: OrderEvent['kind'] = 'paid') {
    const { order, attempt } = await anOrder(change);
    const { id, userId, terms, placedAt, expiresAt } = order;
    const same = { id, userId, terms, placedAt, expiresAt };
    const paid = aPaidOrder({ ...same, outTradeNo: numberOf(attempt), transactionId: aTransactionId() });
    await commit(({ orders }) => orders.save(paid, event(kind)));
    return { order: paid, attempt };
  }
  const list = (filter: OrderFilter = {}, after: OrderId | null = null, limit = 9) =>
    commit(({ orderRecords }) => orderRecords.list(filter, { after, limit }));
  const idsOf = async (...wish: Parameters<typeof list>) => (await list(...wish)).map(({ order }) => order.id);
  const byNumber = (number: string) => commit(({ orderRecords }) => orderRecords.findByNumber(number));

  describe('lists orders', () => {
    it('of all buyers, newest first, each with its newest attempt and without doubts', async () => {
      const [one, other] = [await anOrder(), await aSale()];
      expect(await list()).to.deep.equal([
        { ...other, doubts: [] },
        { ...one, doubts: [] },
      ]);
    });

    it('by state, buyer, package and time', async () => {
      const userId = newId<UserId>();
      const mine = await anOrder({ userId });
      const sold = await aSale({ placedAt: msAfter(NOON, MINUTE) });
      const other = await anOrder({ terms: someTerms({ packageCode: 'large' }), placedAt: msAfter(NOON, DAY) });
      expect(await idsOf({ status: 'paid' })).to.deep.equal([sold.order.id]);
      expect(await idsOf({ userId })).to.deep.equal([mine.order.id]);
      expect(await idsOf({ packageCode: 'large' })).to.deep.equal([other.order.id]);
      expect(await idsOf({ from: msAfter(NOON, MINUTE) })).to.deep.equal([other.order.id, sold.order.id]);
      expect(await idsOf({ from: NOON, to: msAfter(NOON, MINUTE) })).to.deep.equal([mine.order.id]);
      expect(await idsOf({ userId, status: 'paid' })).to.deep.equal([]);
    });

    it('page by page', async () => {
      const [a, b, c] = [await anOrder(), await anOrder(), await anOrder()];
      expect(await idsOf({}, null, 2)).to.deep.equal([c.order.id, b.order.id]);
      expect(await idsOf({}, b.order.id, 2)).to.deep.equal([a.order.id]);
    });

    it('in doubt, and says why', async () => {
      const [late, odd] = [await aSale({}, 'paid_late'), await anOrder()];
      await aSale();
      await commit(({ orders }) =>
        orders.quarantine(numberOf(odd.attempt), event('mismatch', { transactionId: 't-1' })),
      );
      await commit(({ orders }) =>
        orders.quarantine(numberOf(odd.attempt), event('mismatch', { transactionId: 't-2' })),
      );
      const found = await list({ inDoubt: true });
      expect(found.map(({ order, doubts }) => [order.id, doubts])).to.deep.equal([
        [odd.order.id, ['mismatch']],
        [late.order.id, ['paid_late']],
      ]);
    });
  });

  describe('finds an order', () => {
    it('by our number of any attempt, and by the number of the payment', async () => {
      const [{ order, attempt }] = [await aSale(), await aSale()];
      expect(await byNumber(numberOf(attempt))).to.equal(order.id);
      expect(await byNumber(order.transactionId)).to.equal(order.id);
      expect(await byNumber('4200000000000000000000000000')).to.equal(null);
    });

    it('by the number of a refund, and by that of a second payment which goes back', async () => {
      const { order, attempt } = await aSale();
      const second = paymentThrough(attempt, aTransactionId());
      const refund = anApprovedRefund({ orderId: order.id, payment: second, origin: 'duplicate_payment' });
      await commit(({ refunds }) => refunds.add({ refund, requestKey: null }, event('duplicate_payment')));
      expect(await byNumber(refund.outRefundNo)).to.equal(order.id);
      expect(await byNumber(second.transactionId)).to.equal(order.id);
    });

    it('by the number of a payment that was set aside', async () => {
      const [{ order, attempt }, other] = [await anOrder(), await anOrder()];
      const transactionId = aTransactionId();
      await commit(({ orders }) => orders.quarantine(numberOf(attempt), event('mismatch', { transactionId })));
      await commit(({ orders }) =>
        orders.quarantine(numberOf(other.attempt), event('mismatch', { transactionId: 't' })),
      );
      expect(await byNumber(transactionId)).to.equal(order.id);
    });
  });

  describe('tells of attempts', () => {
    const attemptsOf = ({ id }: Pick<PendingOrder, 'id'>) => commit(({ orderRecords }) => orderRecords.attemptsOf(id));

    it('the first one first, with what is due', async () => {
      const { order, attempt } = await anOrder();
      const second = anAttempt(order);
      await commit(({ orders }) => orders.addAttempt(second, event('attempt_added')));
      await anOrder();
      const fresh = { polls: 0, checkedAt: null, endedAt: null, setAsideAt: null, nextCloseAt: order.expiresAt };
      expect(await attemptsOf(order)).to.deep.equal([
        { attempt, ...fresh, nextPollAt: msAfter(NOON, 5 * SECOND) },
        { attempt: second, ...fresh, nextPollAt: msAfter(NOON, 5 * SECOND) },
      ]);
    });

    it('when each was asked about, checked, ended or set aside, the first time', async () => {
      const { order, attempt } = await anOrder();
      const number = numberOf(attempt);
      await commit(async ({ orders }) => {
        await orders.schedulePoll(number, 3, msAfter(NOON, DAY));
        await orders.claimCheck(number, msAfter(NOON, 1), SECOND);
        await orders.endAttempt(number, null, event('attempt_ended', {}, msAfter(NOON, 2)));
        await orders.endAttempt(number, null, event('attempt_ended', {}, msAfter(NOON, 3)));
      });
      const [ended] = await attemptsOf(order);
      expect(ended).to.deep.include({
        ...{ polls: 3, nextPollAt: msAfter(NOON, DAY), nextCloseAt: null, setAsideAt: null },
        ...{ checkedAt: msAfter(NOON, 1), endedAt: msAfter(NOON, 2) },
      });
      await commit(({ orders }) => orders.quarantine(number, event('mismatch', {}, msAfter(NOON, 4))));
      await commit(({ orders }) => orders.quarantine(number, event('mismatch', {}, msAfter(NOON, 5))));
      expect((await attemptsOf(order))[0]).to.deep.include({ nextPollAt: null, setAsideAt: msAfter(NOON, 4) });
    });
  });

  describe('tells of notifications', () => {
    const receive = async (subject: InboxSubject, ms = 0): Promise<string> => {
      const notificationId = newId();
      const entry = { notificationId, subject, content: '{}', receivedAt: msAfter(NOON, ms) };
      await commit(({ inbox }) => inbox.add(entry));
      return notificationId;
    };
    const about = (...numbers: OutTradeNo[]) => commit(({ orderRecords }) => orderRecords.notificationsOf(numbers));

    it('of payments, refunds and hints about these numbers, in the order in which they came', async () => {
      const [one, other] = [anAttempt(), anAttempt()];
      const payment: InboxSubject = { kind: 'payment', payment: aPaymentFor(one) };
      const refunded = aProviderRefund({ outTradeNo: numberOf(one), status: 'succeeded', succeededAt: NOON });
      const refund: InboxSubject = { kind: 'refund', mchid: OURS.mchid, refund: refunded };
      const hint: InboxSubject = { kind: 'hint', outTradeNo: numberOf(other) };
      const ids = [await receive(refund, 2), await receive(payment, 1), await receive(hint, 3)];
      await receive({ kind: 'other' });
      await receive({ kind: 'payment', payment: aPaymentFor(anAttempt()) });
      const found = await about(numberOf(one), numberOf(other));
      expect(found.map(({ notificationId }) => notificationId)).to.deep.equal([ids[1], ids[0], ids[2]]);
      expect(found.map(({ subject }) => subject)).to.deep.equal([payment, refund, hint]);
    });

    it('with when they are tried, or were handled', async () => {
      const attempt = anAttempt();
      const id = await receive({ kind: 'payment', payment: aPaymentFor(attempt) });
      const [waiting] = await about(numberOf(attempt));
      const open = { tries: 0, nextTryAt: msAfter(NOON, 2 * SECOND), outcome: null, handledAt: null, receivedAt: NOON };
      expect(waiting).to.deep.include(open);
      await commit(({ inbox }) => inbox.finish(id, 'settled', msAfter(NOON, 7)));
      const [handled] = await about(numberOf(attempt));
      expect(handled).to.deep.include({ nextTryAt: null, outcome: 'settled', handledAt: msAfter(NOON, 7) });
    });
  });

  it('tells of deliveries that are owed, and how they ended', async () => {
    const [{ attempt }, other] = [await anOrder(), await anOrder()];
    const [number, owed] = [numberOf(attempt), { owedSince: NOON, tries: 0 }];
    await commit(async ({ deliveries }) => {
      await deliveries.owe({ ...owed, outTradeNo: number }, msAfter(NOON, MINUTE));
      await deliveries.owe({ ...owed, outTradeNo: numberOf(other.attempt) }, msAfter(NOON, MINUTE));
    });
    const reports = () => commit(({ orderRecords }) => orderRecords.reportsOf([number]));
    const report = { ...owed, outTradeNo: number, state: 'pending', reason: null, endedAt: null };
    expect(await reports()).to.deep.equal([{ ...report, nextReportAt: msAfter(NOON, MINUTE) }]);
    const refused = { state: 'refused', reason: 'refunded' } as const;
    await commit(({ deliveries }) => deliveries.end(number, refused, msAfter(NOON, 9)));
    expect(await reports()).to.deep.equal([{ ...report, ...refused, nextReportAt: null, endedAt: msAfter(NOON, 9) }]);
  });

  it('tells when refunds are sent or asked about, and nothing of those that wait for people', async () => {
    const { order, attempt } = await aSale();
    const payment = paymentThrough(attempt, order.transactionId);
    const [approved, waiting] = [anApprovedRefund, anAwaitingRefund].map((build) =>
      build({ orderId: order.id, payment }),
    );
    for (const refund of [approved, waiting]) {
      if (refund) await commit(({ refunds }) => refunds.add({ refund, requestKey: null }, event('refund_requested')));
    }
    const refundId = approved?.id ?? expect.fail('no refund');
    await commit(({ refunds }) => refunds.schedule(refundId, 2, msAfter(NOON, MINUTE)));
    expect(await commit(({ orderRecords }) => orderRecords.refundSchedulesOf(order.id))).to.deep.equal([
      { refundId, tries: 2, nextTryAt: msAfter(NOON, MINUTE) },
    ]);
  });

  it('shows a closed order as one', async () => {
    const { order } = await anOrder();
    const closed = closeOrder(order, msAfter(NOON, DAY));
    await commit(({ orders }) => orders.save(closed, event('closed')));
    expect((await list({ status: 'closed' })).map((each) => each.order)).to.deep.equal([closed]);
  });
});
