import { expect } from 'chai';
import { MemoryUnitOfWork } from '../../../src/adapters/memory/memory-unit-of-work.ts';
import type { BillRow } from '../../../src/domain/ordering/trade-bill.ts';
import { Unavailable } from '../../../src/domain/shared/faults.ts';
import { fen } from '../../../src/domain/shared/fen.ts';
import type { OrderId, OutTradeNo } from '../../../src/domain/shared/ids.ts';
import { aPaymentRow, aRefundRow, rowOfPayment, rowOfRefund } from '../../support/bill-builders.ts';
import { aPaymentFor } from '../../support/builders.ts';
import { aBuyerWithAnOrder, historyOf, theOrder } from '../../support/customers.ts';
import { beijing, MINUTE, msAfter, NOON } from '../../support/instants.ts';
import { toldOf } from '../../support/refund-builders.ts';
import { aPaidBuyer, aSentRefund, available, refundsOfOrder } from '../../support/refunding.ts';
import { openShop, untilDone } from '../../support/shop.ts';

const TODAY = '2026-01-15';

describe('the daily bill', () => {
  let shop: ReturnType<typeof openShop<MemoryUnitOfWork>>;
  beforeEach(() => {
    shop = openShop(new MemoryUnitOfWork(NOON));
  });
  afterEach(() => expect(shop.bills.open, 'bills that were not let go').to.equal(0));
  const runAt = async (at: Date, signal = untilDone): Promise<string[]> => {
    shop.uow.now = at;
    const before = shop.bills.asked.length;
    await shop.reconcileBills.run(signal);
    return shop.bills.asked.slice(before);
  };
  const TOMORROW = beijing('2026-01-16 10:30');
  const billed = (...rows: BillRow[]) => shop.bills.has(TODAY, rows);
  const statusOf = async ({ id }: { readonly id: OrderId }) => (await theOrder(shop, id)).order.status;

  it('is asked for from 10:30 in Beijing on, once', async () => {
    await runAt(NOON);
    expect(await runAt(msAfter(TOMORROW, -1))).to.deep.equal([]);
    expect(await runAt(TOMORROW)).to.deep.equal([TODAY]);
    expect(await runAt(msAfter(TOMORROW, 60 * MINUTE))).to.deep.equal([]);
  });

  it('is made up for as long as a week', async () => {
    await runAt(NOON);
    expect(await runAt(beijing('2026-01-18 12:00'))).to.deep.equal(['2026-01-15', '2026-01-16', '2026-01-17']);
  });

  it('that is not ready, or cannot be had, is asked for again half an hour later', async () => {
    await runAt(NOON);
    shop.bills.answers.gives({ kind: 'not_ready' }, new Unavailable('wechat_pay'));
    const asked = [];
    for (let minute = 0; minute <= 120; minute += 10) {
      if ((await runAt(msAfter(TOMORROW, minute * MINUTE))).length > 0) asked.push(minute);
    }
    expect(asked).to.deep.equal([0, 30, 60]);
    expect(shop.reported).to.have.length(1);
  });

  it('is not compared before that of the funds is ready, too', async () => {
    const bought = await aPaidBuyer(shop);
    await runAt(NOON);
    shop.bills.has(TODAY, [rowOfPayment(bought.payment)], 'not_ready');
    await runAt(TOMORROW);
    expect(await shop.readLatestReports(TODAY as never, TODAY as never)).to.deep.equal([]);
    billed(rowOfPayment(bought.payment));
    await runAt(msAfter(TOMORROW, 30 * MINUTE));
    const [report] = await shop.readLatestReports(TODAY as never, TODAY as never);
    expect(report).to.deep.include({ askedBy: null, found: 0 });
  });

  it('tells of a refund that was made elsewhere', async () => {
    const bought = await aPaidBuyer(shop);
    const row = rowOfRefund(bought.payment);
    billed(rowOfPayment(bought.payment), row);
    await runAt(TOMORROW);
    const [refund] = await refundsOfOrder(shop, bought.order.id);
    expect(refund).to.include({ origin: 'elsewhere', status: 'succeeded', outRefundNo: row.outRefundNo });
    expect(await available(shop, bought.userId)).to.equal(50n);
    expect((await historyOf(shop, bought.order.id)).at(-1)).to.include({ kind: 'refund_succeeded', cause: 'bill' });
    expect([shop.alarms, shop.gateway.asked]).to.deep.equal([[], []]);
  });

  it('tells of a payment that nobody has told of, and of its refund', async () => {
    const { order, attempt, userId } = await aBuyerWithAnOrder(shop);
    const payment = aPaymentFor(attempt);
    shop.gateway.hasReceived(payment);
    billed(rowOfRefund(payment), rowOfPayment(payment));
    await runAt(TOMORROW);
    expect((await theOrder(shop, order.id)).order).to.include({ status: 'partly_refunded' });
    expect(await available(shop, userId)).to.equal(50n);
    const story = (await historyOf(shop, order.id)).map(({ kind, cause }) => `${kind} ${cause}`);
    expect(story).to.include('paid bill');
    expect(shop.alarms).to.deep.equal([]);
  });

  it('of a later day tells of a refund whose payment nobody has told of', async () => {
    const { order, attempt } = await aBuyerWithAnOrder(shop);
    const payment = aPaymentFor(attempt);
    shop.gateway.hasReceived(payment);
    billed(rowOfRefund(payment, { amountFen: fen(990) }));
    await runAt(TOMORROW);
    expect(await statusOf(order)).to.equal('refunded');
  });

  for (const [state, status] of [
    ['succeeded', 'succeeded'],
    ['closed', 'failed'],
  ] as const) {
    it(`brings a refund of ours to its end, if it has ${state}`, async () => {
      const bought = await aPaidBuyer(shop);
      const { outRefundNo } = await aSentRefund(shop, bought.order, 495);
      billed(rowOfPayment(bought.payment), rowOfRefund(bought.payment, { outRefundNo, state }));
      await runAt(TOMORROW);
      expect((await refundsOfOrder(shop, bought.order.id))[0]?.status).to.equal(status);
      expect(shop.alarms).to.not.include('bill_differs');
    });
  }

  it('changes nothing about a refund of ours that stood differently when the bill was made', async () => {
    const bought = await aPaidBuyer(shop);
    const refund = await aSentRefund(shop, bought.order, 495);
    shop.gateway.tells(toldOf(refund, { status: 'abnormal' }));
    shop.uow.now = msAfter(NOON, MINUTE);
    await shop.pollRefunds.run(untilDone);
    const { outRefundNo } = refund;
    billed(rowOfPayment(bought.payment), rowOfRefund(bought.payment, { outRefundNo, state: 'processing' }));
    await runAt(TOMORROW);
    expect((await refundsOfOrder(shop, bought.order.id))[0]?.status).to.equal('abnormal');
    expect(shop.alarms).to.not.include('bill_differs');
  });

  it('may speak of other systems of the merchant, which is nothing to us', async () => {
    const outTradeNo = 'their-order-1' as OutTradeNo;
    await aBuyerWithAnOrder(shop);
    billed(aPaymentRow({ outTradeNo }), aRefundRow({ outTradeNo }));
    await runAt(TOMORROW);
    expect([shop.alarms, shop.gateway.asked, shop.reported]).to.deep.equal([[], [], []]);
    expect(await runAt(msAfter(TOMORROW, 60 * MINUTE)), 'and the day is done').to.deep.equal([]);
    const [report] = await shop.readLatestReports(TODAY as never, TODAY as never);
    expect(report?.summary).to.include({ foreign: 2, payments: 0, refunds: 0, matched: 0 });
  });

  it('that does not fit ours moves nothing, and calls a person, once', async () => {
    const bought = await aPaidBuyer(shop);
    const { outRefundNo } = await aSentRefund(shop, bought.order, 495);
    billed(rowOfPayment(bought.payment), rowOfRefund(bought.payment, { outRefundNo, amountFen: fen(494) }));
    await runAt(TOMORROW);
    await runAt(msAfter(TOMORROW, 60 * MINUTE));
    expect(shop.alarms).to.deep.equal(['bill_differs']);
    expect(shop.alarmDetails[0]).to.include({ day: TODAY, differences: '1' });
    expect(await statusOf(bought.order)).to.equal('paid');
  });

  it('comes back to a day of which something could not be applied, and does the rest', async () => {
    const [one, other] = [await aBuyerWithAnOrder(shop), await aPaidBuyer(shop, { code: 'other' })];
    const lost = aPaymentFor(one.attempt);
    billed(rowOfPayment(lost), rowOfPayment(other.payment), rowOfRefund(other.payment, { amountFen: fen(990) }));
    shop.gateway.hasReceived(lost);
    shop.gateway.queries.gives(new Unavailable('wechat_pay'));
    await runAt(TOMORROW);
    expect(shop.reported).to.have.length(1);
    expect(await statusOf(other.order)).to.equal('refunded');
    expect(await runAt(msAfter(TOMORROW, 30 * MINUTE))).to.deep.equal([TODAY]);
    expect(await statusOf(one.order)).to.equal('paid');
    expect(await runAt(msAfter(TOMORROW, 90 * MINUTE))).to.deep.equal([]);
    expect(await refundsOfOrder(shop, other.order.id)).to.have.length(1);
    expect(shop.alarms).to.deep.equal([]);
  });

  it('is not done when the work was stopped', async () => {
    await runAt(NOON);
    const stop = new AbortController();
    shop.bills.answers.gives(() => {
      stop.abort();
      return { kind: 'empty' };
    });
    await runAt(TOMORROW, stop.signal);
    expect(await runAt(msAfter(TOMORROW, 30 * MINUTE))).to.deep.equal([TODAY]);
  });
});
