import { expect } from 'chai';
import type { PaidOrder } from '../../src/domain/ordering/order.ts';
import type { OrderEvent } from '../../src/domain/ordering/orders.ts';
import type { PaymentAttempt } from '../../src/domain/ordering/payment-attempt.ts';
import { milliFen } from '../../src/domain/ordering/reconciliation/milli-fen.ts';
import type { Span } from '../../src/domain/ordering/reconciliation/records.ts';
import type { Summary } from '../../src/domain/ordering/reconciliation/report.ts';
import type { Refund } from '../../src/domain/ordering/refund.ts';
import type { BeijingDay } from '../../src/domain/shared/beijing-time.ts';
import { fen } from '../../src/domain/shared/fen.ts';
import { accountOf, type ReconciliationId } from '../../src/domain/shared/ids.ts';
import { points } from '../../src/domain/shared/points.ts';
import { aPaymentRow, aRefundRow } from '../support/bill-builders.ts';
import { aFreeze, aGrant, aNewLot, anAttempt, aPaidOrder, aPendingOrder, OURS } from '../support/builders.ts';
import { newId } from '../support/ids.ts';
import { DAY, MINUTE, msAfter, NOON } from '../support/instants.ts';
import { aProcessingRefund, aSucceededRefund, aTransactionId } from '../support/refund-builders.ts';
import { describeStores } from '../support/stores.ts';

const DAY_1 = '2026-01-15' as BeijingDay;
const NOTHING: Summary = {
  ...{ payments: 0, refunds: 0, matched: 0, foreign: 0, notBookedYet: 0, paidFen: 0, refundedFen: 0 },
  ...{ feeMilliFen: milliFen(0), tradeBillFeeFen: 0, fundBillFeeFen: 0, unbilled: [] },
};
const EVENT: OrderEvent = { kind: 'paid', cause: 'notification', at: NOON, detail: {} };

describeStores('Billed records', (commit) => {
  /** An order with its attempt; paid, unless `paidAt` is null. */
  const anOrder = async (paidAt: Date | null = NOON, change: Partial<PaymentAttempt> = {}) => {
    const order = aPendingOrder();
    const attempt = { ...anAttempt(order), ...change };
    await commit(({ orders }) => orders.add({ order, attempt }, { ...EVENT, kind: 'placed' }));
    const outTradeNo = attempt.intent.outTradeNo;
    const paid: PaidOrder = {
      ...{ ...aPaidOrder(), ...order, status: 'paid', outTradeNo, transactionId: aTransactionId() },
      paidAt: paidAt ?? NOON,
    };
    if (paidAt) await commit(({ orders }) => orders.save(paid, EVENT));
    return { order: paid, attempt, outTradeNo };
  };
  type Sold = Awaited<ReturnType<typeof anOrder>>;
  const refundOf = ({ order, attempt, outTradeNo }: Sold, change: Partial<Refund> = {}) => ({
    orderId: order.id,
    payment: {
      ...{ outTradeNo, transactionId: order.transactionId, gateway: attempt.gateway, mchid: attempt.request.mchid },
      ...{ payerOpenid: attempt.intent.payerOpenid, paidFen: attempt.intent.amountFen },
    },
    ...change,
  });
  const add = (refund: Refund) =>
    commit(({ refunds }) => refunds.add({ refund, requestKey: null }, { ...EVENT, kind: 'refund_requested' }));
  const paymentsOf = (...numbers: string[]) =>
    commit(({ billedRecords }) => billedRecords.paymentsOf(numbers as never));
  const refundsOf = (...numbers: string[]) => commit(({ billedRecords }) => billedRecords.refundsOf(numbers as never));
  const SPAN: Span = { from: NOON, to: msAfter(NOON, 10 * MINUTE) };

  it('tell of payments by their numbers, and nothing of strange ones', async () => {
    const [paid, unpaid] = [await anOrder(), await anOrder(null)];
    const records = await paymentsOf(paid.outTradeNo, unpaid.outTradeNo, 'their-order-1');
    const { terms, userId, id } = paid.order;
    expect(records.size).to.equal(2);
    expect(records.get(paid.outTradeNo)).to.deep.equal({
      ...{ outTradeNo: paid.outTradeNo, orderId: id, userId, status: 'paid', amountFen: terms.amountFen },
      ...{ transactionId: paid.order.transactionId, paidForOrder: true },
      points: points(terms.points + terms.bonusPoints),
    });
    expect(records.get(unpaid.outTradeNo)).to.include({ status: 'pending', transactionId: null, paidForOrder: false });
  });

  it('know a second payment by the refund that pays it back', async () => {
    const sold = await anOrder();
    const second = anAttempt(sold.order);
    await commit(({ orders }) =>
      orders.addAttempt({ ...second, orderId: sold.order.id }, { ...EVENT, kind: 'attempt_added' }),
    );
    const transactionId = aTransactionId();
    const { outTradeNo } = second.intent;
    expect((await paymentsOf(outTradeNo)).get(outTradeNo)).to.include({ transactionId: null, paidForOrder: false });
    const base = refundOf(sold);
    const payment = { ...base.payment, outTradeNo, transactionId };
    const refund = aProcessingRefund({ ...base, payment, origin: 'duplicate_payment' });
    await add(refund);
    expect((await paymentsOf(outTradeNo)).get(outTradeNo)).to.include({ transactionId, paidForOrder: false });
    expect((await refundsOf(refund.outRefundNo)).get(refund.outRefundNo)).to.include({
      paidForOrder: false,
      transactionId,
    });
  });

  it('tell of refunds by their numbers', async () => {
    const sold = await anOrder();
    const refund = aSucceededRefund(refundOf(sold));
    await add(refund);
    const records = await refundsOf(refund.outRefundNo, 'theirs');
    expect([...records.values()]).to.deep.equal([
      {
        ...{ id: refund.id, outRefundNo: refund.outRefundNo, outTradeNo: sold.outTradeNo, orderId: sold.order.id },
        ...{ transactionId: sold.order.transactionId, userId: sold.order.userId, refundFen: fen(100) },
        ...{ status: 'succeeded', origin: 'operator', paidForOrder: true },
      },
    ]);
    expect((await refundsOf()).size).to.equal(0);
  });

  it('miss the payments of a span, oldest first, that no kept bill has', async () => {
    const [second, first] = [await anOrder(msAfter(NOON, 2)), await anOrder(msAfter(NOON, 1))];
    await anOrder(msAfter(NOON, -1));
    await anOrder(SPAN.to);
    await anOrder(null);
    await anOrder(NOON, { request: { appid: OURS.appid, mchid: 'another', body: '{}' } });
    const { outTradeNo } = await anOrder(NOON);
    const missing = async () =>
      (await commit(({ billedRecords }) => billedRecords.paymentsWithoutLine(OURS.mchid, SPAN))).map(
        (record) => record.outTradeNo,
      );
    expect(await missing()).to.deep.equal([outTradeNo, first.outTradeNo, second.outTradeNo]);
    const lines = [aRefundRow({ outTradeNo: first.outTradeNo }), aPaymentRow({ outTradeNo })];
    await commit(({ billLines }) =>
      billLines.keep(lines.map((row, index) => ({ ...row, day: DAY_1, line: index + 1 }))),
    );
    expect(await missing()).to.deep.equal([first.outTradeNo, second.outTradeNo]);
  });

  it('miss the refunds that we sent within a span, and were accepted in it', async () => {
    const sold = await anOrder();
    const accepted = (change: Parameters<typeof refundOf>[1] & { acceptedAt?: Date; decidedAt?: Date } = {}) => {
      const { acceptedAt = msAfter(NOON, MINUTE), decidedAt = NOON, ...rest } = change;
      return { ...aProcessingRefund(refundOf(sold, rest)), acceptedAt, decidedAt };
    };
    const wanted = accepted();
    const others = [
      accepted({ acceptedAt: SPAN.to }),
      accepted({ decidedAt: msAfter(NOON, -1) }),
      accepted({ origin: 'elsewhere' }),
    ];
    for (const refund of [wanted, ...others]) await add(refund as Refund);
    const missing = async () =>
      (await commit(({ billedRecords }) => billedRecords.refundsWithoutLine(OURS.mchid, SPAN))).map(({ id }) => id);
    expect(await missing()).to.deep.equal([wanted.id]);
    const row = aRefundRow({ outRefundNo: wanted.outRefundNo });
    await commit(({ billLines }) => billLines.keep([{ ...row, day: DAY_1, line: 1 }]));
    expect(await missing()).to.deep.equal([]);
  });

  it('miss a refund that waited for days only once the bills of all of them were compared', async () => {
    const refund = {
      ...aProcessingRefund(refundOf(await anOrder())),
      ...{ decidedAt: msAfter(NOON, -2 * DAY), acceptedAt: msAfter(NOON, MINUTE) },
    };
    await add(refund);
    const missing = async () =>
      (await commit(({ billedRecords }) => billedRecords.refundsWithoutLine(OURS.mchid, SPAN))).map(({ id }) => id);
    const compare = (day: string, mchid: string = OURS.mchid) =>
      commit(async ({ reconciliations }) => {
        const id = newId<ReconciliationId>();
        await reconciliations.begin({ id, mchid, day: day as BeijingDay, askedBy: null, begunAt: NOON });
        return () => commit((stores) => stores.reconciliations.finish(id, NOON, NOTHING));
      });
    for (const day of ['2026-01-13', '2026-01-14']) await (await compare(day))();
    const finish = await compare('2026-01-15');
    await (await compare('2026-01-15', 'another'))();
    expect(await missing()).to.deep.equal([]);
    await finish();
    expect(await missing()).to.deep.equal([refund.id]);
  });

  it('say what was paid within a span to another merchant', async () => {
    await anOrder();
    const elsewhere = { request: { appid: OURS.appid, mchid: 'offer', body: '{}' }, gateway: 'xpay' } as const;
    for (const paidAt of [NOON, msAfter(NOON, 1), SPAN.to]) await anOrder(paidAt, elsewhere);
    const unbilled = await commit(({ billedRecords }) => billedRecords.unbilled(OURS.mchid, SPAN));
    expect(unbilled).to.deep.equal([{ gateway: 'xpay', payments: 2, amountFen: 1_980 }]);
  });

  it('give the sales of each package by the kept lines, without refunds that failed', async () => {
    const sold = await anOrder();
    const [failed, back] = [aProcessingRefund(refundOf(sold)), aSucceededRefund(refundOf(sold))];
    for (const refund of [failed, back]) await add(refund);
    await commit(({ refunds }) =>
      refunds.save(
        { ...failed, status: 'failed', endedAt: msAfter(NOON, MINUTE), failure: 'closed' },
        { ...EVENT, kind: 'refund_failed' },
      ),
    );
    const { outTradeNo } = sold;
    const rows = [
      aPaymentRow({ outTradeNo }),
      ...[failed, back].map(({ outRefundNo }) => aRefundRow({ outTradeNo, outRefundNo, amountFen: fen(100) })),
      aRefundRow({ outTradeNo, state: 'closed' }),
      aPaymentRow(),
    ];
    await commit(({ billLines }) =>
      billLines.keep(rows.map((row, index) => ({ ...row, day: DAY_1, line: index + 1 }))),
    );
    const sales = await commit(({ billLines }) => billLines.salesBetween(DAY_1, DAY_1));
    const { packageCode, packageName } = sold.order.terms;
    expect(sales).to.deep.equal([
      {
        ...{ packageCode, packageName, payments: 1, refunds: 1, paidFen: 990, refundedFen: 100 },
        feeMilliFen: 5_940 - 600,
      },
    ]);
    const later = '2026-01-16' as BeijingDay;
    expect(await commit(({ billLines }) => billLines.salesBetween(later, later))).to.deep.equal([]);
  });
});

describeStores('Sold points', (commit) => {
  it('are what an order has granted to its account, bonus points too, and what a refund has taken', async () => {
    const accountId = accountOf(newId());
    const paid = aNewLot({ points: points(100n) });
    const grant = aGrant(accountId, { lots: [paid, aNewLot({ kind: 'bonus', points: points(20n) })] });
    const { orderId } = grant;
    const freeze = aFreeze(accountId, orderId, [{ lotId: paid.id, points: points(30n) }]);
    const { refundId } = freeze;
    await commit(async ({ ledger }) => {
      await ledger.grant(grant);
      await ledger.freeze(freeze);
    });
    const grantsOf = (of: typeof accountId) =>
      commit(({ soldPoints }) => soldPoints.grantsOf([{ orderId, accountId: of }]));
    const taken = () => commit(({ soldPoints }) => soldPoints.freezesOf([{ refundId, accountId }]));
    expect([...(await grantsOf(accountId))]).to.deep.equal([[orderId, 120n]]);
    expect((await grantsOf(accountOf(newId()))).size, 'of another account').to.equal(0);
    expect([...(await taken())]).to.deep.equal([[refundId, { state: 'frozen', points: 30n }]]);
    await commit(({ ledger }) => ledger.burn(accountId, refundId, NOON));
    expect((await taken()).get(refundId)).to.deep.equal({ state: 'burned', points: 30n });
    const nothing = await commit(async ({ soldPoints }) => [
      (await soldPoints.grantsOf([])).size,
      (await soldPoints.freezesOf([])).size,
    ]);
    expect(nothing).to.deep.equal([0, 0]);
  });
});
