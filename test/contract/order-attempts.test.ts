import { expect } from 'chai';
import { closeOrder, type PaidOrder, type PendingOrder } from '../../src/domain/ordering/order.ts';
import type { OrderEvent } from '../../src/domain/ordering/orders.ts';
import type { PaymentAttempt } from '../../src/domain/ordering/payment-attempt.ts';
import type { OutTradeNo } from '../../src/domain/shared/ids.ts';
import { anAttempt, aPaidOrder, aPendingOrder } from '../support/builders.ts';
import { DAY, MINUTE, msAfter, NOON, SECOND } from '../support/instants.ts';
import { rejectionOf } from '../support/rejection.ts';
import { describeStores } from '../support/stores.ts';

const event = (kind: OrderEvent['kind'], ms: number, detail: OrderEvent['detail'] = {}): OrderEvent => ({
  ...{ kind, cause: 'user', at: msAfter(NOON, ms), detail },
});
const PLACED = event('placed', 0);
const ADDED = event('attempt_added', 1_000, { gateway: 'native' });
const ENDED = event('attempt_ended', 900, { outTradeNo: 'the first' });

const aNativeAttempt = (order: PendingOrder): PaymentAttempt => {
  const attempt = anAttempt(order);
  return { ...attempt, gateway: 'native', intent: { ...attempt.intent, payerOpenid: null } };
};
const numberOf = ({ intent }: PaymentAttempt): OutTradeNo => intent.outTradeNo;

const paidBy = (order: PendingOrder, attempt: PaymentAttempt): PaidOrder => {
  const { id, userId, terms, placedAt, expiresAt } = order;
  return aPaidOrder({ ...{ id, userId, terms, placedAt, expiresAt }, outTradeNo: numberOf(attempt) });
};

describeStores('The attempts of an order', (commit) => {
  /** An order whose first attempt has ended, and whose second is open. */
  async function anOrderWithTwo() {
    const order = aPendingOrder();
    const [first, second] = [anAttempt(order), aNativeAttempt(order)];
    await commit(async ({ orders }) => {
      await orders.add({ order, attempt: first }, PLACED);
      await orders.endAttempt(numberOf(first), order.expiresAt, ENDED);
      await orders.addAttempt(second, ADDED);
    });
    return { order, first, second };
  }
  const historyOf = ({ id }: PendingOrder) => commit(({ orders }) => orders.history(id));
  const pendingOf = ({ userId, terms }: PendingOrder) =>
    commit(({ orders }) => orders.findPending(userId, terms.packageId));
  const hasOpen = ({ id }: PendingOrder) => commit(({ orders }) => orders.hasOpenAttempt(id));
  const pollsAt = async (ms: number) =>
    (await commit(({ orders }) => orders.takeDuePolls(msAfter(NOON, ms), 9))).map(({ outTradeNo }) => outTradeNo);
  const closesAt = (ms: number) => commit(({ orders }) => orders.takeDueCloses(msAfter(NOON, ms), 9));

  it('are found by their numbers, as they were made, the one that anybody may pay too', async () => {
    const { order, first, second } = await anOrderWithTwo();
    for (const attempt of [first, second]) {
      expect(await commit(({ orders }) => orders.findAttempt(numberOf(attempt)))).to.deep.equal(attempt);
      expect(await commit(({ orders }) => orders.lock(numberOf(attempt)))).to.deep.equal({ order, attempt });
    }
    expect(await commit(({ orders }) => orders.findAttempt('f'.repeat(32) as OutTradeNo))).to.equal(null);
  });

  it('are shown by the newest, and told of in the history of the order', async () => {
    const { order, second } = await anOrderWithTwo();
    expect(await commit(({ orders }) => orders.find(order.id))).to.deep.equal({ order, attempt: second });
    expect(await pendingOf(order)).to.deep.equal({ order, attempt: second });
    expect(await historyOf(order)).to.deep.equal([PLACED, ENDED, ADDED]);
  });

  it('may be none that can be paid: the order still waits', async () => {
    const { order, second } = await anOrderWithTwo();
    await commit(({ orders }) => orders.endAttempt(numberOf(second), order.expiresAt, ENDED));
    expect(await pendingOf(order)).to.deep.equal({ order, attempt: null });
    expect(await hasOpen(order)).to.equal(false);
  });

  it('have one number each: a second attempt under it is a fault', async () => {
    const { order, first } = await anOrderWithTwo();
    const again = { ...aNativeAttempt(order), intent: first.intent };
    await rejectionOf(commit(({ orders }) => orders.addAttempt(again, ADDED)));
    expect(await historyOf(order)).to.have.length(3);
  });

  it('are open until they have ended or been set aside, and those of other orders do not count', async () => {
    const [one, other, odd] = [await anOrderWithTwo(), await anOrderWithTwo(), await anOrderWithTwo()];
    expect([await hasOpen(one.order), await hasOpen(other.order), await hasOpen(odd.order)]).to.deep.equal(
      Array(3).fill(true),
    );
    await commit(({ orders }) => orders.endAttempt(numberOf(one.second), null, ENDED));
    await commit(({ orders }) => orders.quarantine(numberOf(odd.second), event('mismatch', 2_000)));
    expect([await hasOpen(one.order), await hasOpen(other.order), await hasOpen(odd.order)]).to.deep.equal([
      ...[false, true, false],
    ]);
  });

  it('are asked about alike when they have ended, each on its own schedule', async () => {
    const { first, second } = await anOrderWithTwo();
    expect(await pollsAt(5 * SECOND)).to.deep.equal([numberOf(first)]);
    expect(await pollsAt(6 * SECOND)).to.deep.equal([numberOf(first), numberOf(second)]);
  });

  it('that have ended are looked at again when that was agreed, or never', async () => {
    const { first, second } = await anOrderWithTwo();
    const again = (at: Date | null) => commit(({ orders }) => orders.endAttempt(numberOf(first), at, ENDED));
    await again(msAfter(NOON, MINUTE));
    expect(await closesAt(MINUTE - 1)).to.deep.equal([]);
    expect(await closesAt(MINUTE)).to.deep.equal([numberOf(first)]);
    await again(null);
    expect(await closesAt(DAY)).to.deep.equal([numberOf(second)]);
  });

  it('end once, however often that is said', async () => {
    const { order, second } = await anOrderWithTwo();
    const end = () => commit(({ orders }) => orders.endAttempt(numberOf(second), null, event('attempt_ended', 5_000)));
    await end();
    await end();
    expect((await historyOf(order)).map(({ kind }) => kind)).to.deep.equal([
      ...['placed', 'attempt_ended', 'attempt_added', 'attempt_ended'],
    ]);
  });

  describe('once one of them has paid', () => {
    const PAID = event('paid', 7_000, { transactionId: '42000' });

    it('the paying one is left alone; the open one is closed at once, and asked about as before', async () => {
      const { order, first, second } = await anOrderWithTwo();
      await commit(({ orders }) => orders.save(paidBy(order, first), PAID));
      expect(await closesAt(7_000 - 1)).to.deep.equal([]);
      expect(await closesAt(7_000)).to.deep.equal([numberOf(second)]);
      expect(await pollsAt(DAY)).to.deep.equal([numberOf(second)]);
    });

    it('an ended one is not closed again, but asked about: its payer may have been typing the password', async () => {
      const { order, first, second } = await anOrderWithTwo();
      await commit(({ orders }) => orders.save(paidBy(order, second), PAID));
      expect(await closesAt(DAY)).to.deep.equal([]);
      expect(await pollsAt(DAY)).to.deep.equal([numberOf(first)]);
    });

    it('one that was set aside stays so', async () => {
      const { order, first, second } = await anOrderWithTwo();
      await commit(({ orders }) => orders.quarantine(numberOf(second), event('mismatch', 2_000)));
      await commit(({ orders }) => orders.save(paidBy(order, first), PAID));
      expect([await closesAt(DAY), await pollsAt(DAY)]).to.deep.equal([[], []]);
    });

    it('one that is asked about no more is not asked about again', async () => {
      const { order, first, second } = await anOrderWithTwo();
      await commit(({ orders }) => orders.schedulePoll(numberOf(second), 9, null));
      await commit(({ orders }) => orders.save(paidBy(order, first), PAID));
      expect(await pollsAt(DAY)).to.deep.equal([]);
    });

    it('those of another order go on', async () => {
      const [one, other] = [await anOrderWithTwo(), await anOrderWithTwo()];
      await commit(({ orders }) => orders.save(paidBy(one.order, one.first), PAID));
      expect(await closesAt(7_000)).to.deep.equal([numberOf(one.second)]);
      const expired = other.order.expiresAt.getTime() - NOON.getTime();
      expect(await closesAt(expired)).to.include.members([numberOf(other.first), numberOf(other.second)]);
    });

    it('the paid order tells by which of them', async () => {
      const { order, first, second } = await anOrderWithTwo();
      const paid = paidBy(order, first);
      await commit(({ orders }) => orders.save(paid, PAID));
      expect(await commit(({ orders }) => orders.find(order.id))).to.deep.equal({ order: paid, attempt: second });
    });
  });

  it('are not looked at again once the order is closed', async () => {
    const { order } = await anOrderWithTwo();
    await commit(({ orders }) => orders.save(closeOrder(order, msAfter(NOON, MINUTE)), event('closed', MINUTE)));
    expect(await closesAt(DAY)).to.deep.equal([]);
  });
});
