import { expect } from 'chai';
import { MemoryUnitOfWork } from '../../../src/adapters/memory/memory-unit-of-work.ts';
import { milliFen } from '../../../src/domain/ordering/reconciliation/milli-fen.ts';
import type { Report } from '../../../src/domain/ordering/reconciliation/report.ts';
import type { BillRow } from '../../../src/domain/ordering/trade-bill.ts';
import type { BeijingDay } from '../../../src/domain/shared/beijing-time.ts';
import { fen } from '../../../src/domain/shared/fen.ts';
import type { OutTradeNo } from '../../../src/domain/shared/ids.ts';
import { aPaymentRow, rowOfPayment, rowOfRefund } from '../../support/bill-builders.ts';
import { aPaymentFor, OURS } from '../../support/builders.ts';
import { aBuyerWithAnOrder } from '../../support/customers.ts';
import { fundsOf } from '../../support/fake-trade-bills.ts';
import { beijing, MINUTE, msAfter, NOON } from '../../support/instants.ts';
import { aPaidBuyer, aSentRefund } from '../../support/refunding.ts';
import { openShop } from '../../support/shop.ts';

const [DAY_1, DAY_2] = ['2026-01-15' as BeijingDay, '2026-01-16' as BeijingDay];

describe('comparing a day', () => {
  let shop: ReturnType<typeof openShop<MemoryUnitOfWork>>;
  beforeEach(() => {
    shop = openShop(new MemoryUnitOfWork(NOON));
  });
  const compare = async (day = DAY_1): Promise<Report> => {
    const outcome = await shop.compareDay({ day, askedBy: 'alice' });
    return outcome.kind === 'compared' ? outcome.report : expect.fail(outcome.kind);
  };
  const found = async (day = DAY_1): Promise<string[]> => {
    const differences = await shop.listDifferences((await compare(day)).id, {});
    return differences.map((each) => `${each.class} ${each.subject} ${each.field}: ${each.ours} | ${each.theirs}`);
  };

  it('tells what the bill has, what matched, and what it cost', async () => {
    const [one, other] = [await aPaidBuyer(shop), await aPaidBuyer(shop, { code: 'other' })];
    const { outRefundNo } = await aSentRefund(shop, other.order, 495);
    const refund = rowOfRefund(other.payment, { outRefundNo, state: 'processing' });
    const foreign = aPaymentRow({ outTradeNo: 'their-order-1' as OutTradeNo });
    shop.bills.has(DAY_1, [rowOfPayment(one.payment), foreign, rowOfPayment(other.payment), refund]);
    const report = await compare();
    expect(report).to.include({ day: DAY_1, mchid: OURS.mchid, askedBy: 'alice', found: 0, open: 0 });
    expect(report.summary).to.deep.equal({
      ...{ payments: 2, refunds: 1, matched: 3, foreign: 1, notBookedYet: 0, paidFen: 1_980, refundedFen: 495 },
      ...{ feeMilliFen: 2 * 5_940 - 2_970, tradeBillFeeFen: 3 * 6 - 3, fundBillFeeFen: 3 * 6 - 3, unbilled: [] },
    });
  });

  it('changes nothing but the report, and keeps the lines that are ours', async () => {
    const { attempt, order } = await aBuyerWithAnOrder(shop);
    const row = rowOfPayment(aPaymentFor(attempt));
    shop.bills.has(DAY_1, [aPaymentRow({ outTradeNo: 'their-order-1' as OutTradeNo }), row]);
    expect(await found()).to.deep.equal(['missing_here payment existence: pending | paid']);
    expect(shop.gateway.asked.filter((asked) => asked.startsWith('query'))).to.deep.equal([]);
    const kept = await shop.uow.run(({ billLines }) => billLines.ofPayment(row.outTradeNo));
    expect(kept).to.deep.equal([{ ...row, day: DAY_1, line: 2 }]);
    const { status } = (await shop.uow.run(({ orders }) => orders.find(order.id)))?.order ?? {};
    expect(status).to.equal('pending');
  });

  it('again gives another report, and the lines once', async () => {
    const { payment } = await aPaidBuyer(shop);
    shop.bills.has(DAY_1, [rowOfPayment(payment)]);
    const [first, second] = [await compare(), await compare()];
    expect(await shop.readReport(first.id)).to.deep.equal(first);
    expect(await shop.readLatestReports(DAY_1, DAY_1)).to.deep.equal([second]);
    expect(await shop.uow.run(({ billLines }) => billLines.ofPayment(payment.outTradeNo))).to.have.length(1);
  });

  it('misses a payment and a refund of ours that the bill does not have', async () => {
    const bought = await aPaidBuyer(shop);
    await aSentRefund(shop, bought.order, 495);
    shop.bills.has(DAY_1, [aPaymentRow({ outTradeNo: 'their-order-1' as OutTradeNo })]);
    expect(await found()).to.deep.equal([
      'missing_there payment existence: 990 fen paid | no line',
      'missing_there refund existence: 495 fen processing | no line',
    ]);
  });

  it('of a day without a bill finds what we have', async () => {
    expect(await found()).to.deep.equal([]);
    await aPaidBuyer(shop);
    expect(await found()).to.deep.equal(['missing_there payment existence: 990 fen paid | no line']);
  });

  it('leaves a payment after midnight to the bill of its day', async () => {
    const { attempt } = await aBuyerWithAnOrder(shop);
    const payment = aPaymentFor(attempt, { paidAt: beijing('2026-01-16 00:00:00') });
    await shop.settlePayment(payment, 'notification');
    expect(await found()).to.deep.equal([]);
    shop.bills.has(DAY_2, [rowOfPayment(payment)]);
    expect(await found(DAY_2)).to.deep.equal([]);
  });

  it('leaves a refund of the last minutes to the bill of the next day', async () => {
    const bought = await aPaidBuyer(shop);
    shop.bills.has(DAY_1, [rowOfPayment(bought.payment)]);
    shop.uow.now = beijing('2026-01-15 23:59:58');
    const { outRefundNo } = await aSentRefund(shop, bought.order, 495);
    expect(await found()).to.deep.equal([]);
    const at = beijing('2026-01-16 00:00:01');
    shop.bills.has(DAY_2, [rowOfRefund(bought.payment, { outRefundNo, state: 'processing', at })]);
    expect(await found(DAY_2)).to.deep.equal([]);
    shop.bills.has(DAY_2, []);
    expect(await found(DAY_2)).to.deep.equal(['missing_there refund existence: 495 fen processing | no line']);
  });

  it('finds a line that the bill has twice, also where many lie between', async () => {
    const { payment } = await aPaidBuyer(shop);
    const row = rowOfPayment(payment);
    const others = Array.from({ length: 400 }, () => aPaymentRow({ outTradeNo: 'their-order-1' as OutTradeNo }));
    shop.bills.has(DAY_1, [row, row, ...others, row], fundsOf([row, ...others]));
    expect(await found()).to.deep.equal([
      'missing_here payment existence: once | again in line 2',
      'missing_here payment existence: once | again in line 403',
    ]);
  });

  it('is refused while another one is under way, until that must have died', async () => {
    await shop.uow.run(({ reconciliations }) =>
      reconciliations.begin({ id: 'r' as never, mchid: OURS.mchid, day: DAY_1, askedBy: null, begunAt: NOON }),
    );
    expect(await shop.compareDay({ day: DAY_1, askedBy: null })).to.deep.equal({ kind: 'under_way' });
    shop.uow.now = msAfter(NOON, 16 * MINUTE);
    expect((await compare()).found).to.equal(0);
  });

  it('that fails half-way leaves no report, and may begin anew at once', async () => {
    const rows: BillRow[] = [aPaymentRow()];
    shop.bills.answers.gives({
      kind: 'bill',
      batches: async function* () {
        yield rows;
        throw new Error('the disk is full');
      },
      bytes: async function* () {},
      close: async () => {},
    });
    const failure = await shop.compareDay({ day: DAY_1, askedBy: null }).catch(({ message }: Error) => message);
    expect(failure).to.equal('the disk is full');
    expect(await shop.readLatestReports(DAY_1, DAY_1)).to.deep.equal([]);
    expect((await compare()).found).to.equal(0);
  });

  it('gives the revenue of each package, without days that were not compared', async () => {
    const [one, other] = [await aPaidBuyer(shop), await aPaidBuyer(shop, { code: 'other' })];
    const { outRefundNo } = await aSentRefund(shop, other.order, 495);
    const refund = rowOfRefund(other.payment, { outRefundNo, state: 'processing' });
    shop.bills.has(DAY_1, [rowOfPayment(one.payment), rowOfPayment(other.payment), refund]);
    await compare();
    const { packages, total, missingDays } = await shop.readRevenue(DAY_1, DAY_2);
    expect(packages.map(({ packageName: _, ...sold }) => sold)).to.deep.equal([
      {
        ...{ packageCode: 'other', payments: 1, refunds: 1, paidFen: fen(990), refundedFen: fen(495) },
        ...{ feeMilliFen: milliFen(2_970), netMilliFen: milliFen(495_000 - 2_970) },
      },
      {
        ...{ packageCode: 'starter', payments: 1, refunds: 0, paidFen: fen(990), refundedFen: fen(0) },
        ...{ feeMilliFen: milliFen(5_940), netMilliFen: milliFen(990_000 - 5_940) },
      },
    ]);
    expect(total).to.include({ payments: 2, refunds: 1, netMilliFen: 1_485_000 - 8_910 });
    expect(missingDays).to.deep.equal([DAY_2]);
  });
});
