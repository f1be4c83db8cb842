import { expect } from 'chai';
import type { BillLine } from '../../src/domain/ordering/reconciliation/bill-line.ts';
import { type Difference, differenceIn } from '../../src/domain/ordering/reconciliation/difference.ts';
import { milliFen } from '../../src/domain/ordering/reconciliation/milli-fen.ts';
import type { Reconciliation, Summary } from '../../src/domain/ordering/reconciliation/report.ts';
import type { BillRow } from '../../src/domain/ordering/trade-bill.ts';
import type { BeijingDay } from '../../src/domain/shared/beijing-time.ts';
import { fen } from '../../src/domain/shared/fen.ts';
import type { ReconciliationId } from '../../src/domain/shared/ids.ts';
import { aPaymentRow, aRefundRow, rowOfRefund } from '../support/bill-builders.ts';
import { OURS } from '../support/builders.ts';
import { newId } from '../support/ids.ts';
import { MINUTE, msAfter, NOON } from '../support/instants.ts';
import { describeStores } from '../support/stores.ts';

const [DAY_1, DAY_2] = ['2026-01-15' as BeijingDay, '2026-01-16' as BeijingDay];
const inBill = (rows: readonly BillRow[], day = DAY_1): BillLine[] =>
  rows.map((row, index) => ({ ...row, day, line: index + 1 }));

describeStores('Bill lines', (commit) => {
  it('come back as they were kept, with the refunds of a payment, oldest first', async () => {
    const payment = aPaymentRow();
    const refund = rowOfRefund(payment, { at: msAfter(NOON, MINUTE), state: 'processing' });
    const [refunded, paid, other] = inBill([refund, payment, aPaymentRow()]) as [BillLine, BillLine, BillLine];
    await commit(({ billLines }) => billLines.keep([refunded, paid, other]));
    expect(await commit(({ billLines }) => billLines.ofPayment(payment.outTradeNo))).to.deep.equal([paid, refunded]);
    const byNumber = await commit(({ billLines }) =>
      billLines.ofProviderNos([other.transactionId, refund.refundId, '4299']),
    );
    expect(byNumber).to.deep.equal([refunded, other]);
    expect(await commit(({ billLines }) => billLines.keep([]))).to.equal(undefined);
  });

  it('stand in one place each', async () => {
    const lines = inBill([aPaymentRow()]);
    await commit(({ billLines }) => billLines.keep(lines));
    const again = await commit(({ billLines }) => billLines.keep(lines)).catch(() => 'refused');
    expect(again).to.equal('refused');
  });

  it('that tell the same again are found, from the second on', async () => {
    const [payment, refund] = [aPaymentRow(), aRefundRow()];
    const lines = inBill([payment, refund, payment, rowOfRefund(payment), refund, payment]);
    await commit(({ billLines }) => billLines.keep(lines));
    await commit(({ billLines }) => billLines.keep(inBill([payment], DAY_2)));
    const repeated = await commit(({ billLines }) => billLines.repeatedIn(OURS.mchid, DAY_1));
    expect(repeated.map(({ line }) => line)).to.deep.equal([3, 5, 6]);
    expect(await commit(({ billLines }) => billLines.repeatedIn(OURS.mchid, DAY_2))).to.deep.equal([]);
  });

  it('of nobody’s orders are no sales', async () => {
    await commit(({ billLines }) => billLines.keep(inBill([aPaymentRow()])));
    expect(await commit(({ billLines }) => billLines.salesBetween(DAY_1, DAY_2))).to.deep.equal([]);
  });
});

const begun = (change: Partial<Reconciliation> = {}): Reconciliation => ({
  ...{ id: newId<ReconciliationId>(), mchid: OURS.mchid, day: DAY_1, askedBy: 'alice', begunAt: NOON },
  ...change,
});
const SUMMARY: Summary = {
  ...{ payments: 2, refunds: 1, matched: 2, foreign: 7, notBookedYet: 1, paidFen: 1_980, refundedFen: 495 },
  ...{ feeMilliFen: milliFen(-8_910), tradeBillFeeFen: 9, fundBillFeeFen: -3 },
  unbilled: [{ gateway: 'xpay', payments: 3, amountFen: fen(2_970) }],
};
const differences = (): (Difference & { readonly no: number })[] => [
  {
    ...differenceIn(aPaymentRow(), {
      ...{ class: 'missing_here', against: 'orders', field: 'existence', ours: 'pending', theirs: 'paid' },
      ...{ remedy: 'settle', userId: newId() },
    }),
    no: 1,
  },
  {
    ...differenceIn(aRefundRow(), {
      ...{ class: 'fee', against: 'fund_bill', field: 'fee', ours: '3', theirs: '4', remedy: 'read_funds' },
    }),
    no: 2,
  },
];

describeStores('Reconciliations', (commit) => {
  const begin = (reconciliation: Reconciliation) =>
    commit(({ reconciliations }) => reconciliations.begin(reconciliation));
  const finish = (id: ReconciliationId, ms = 0) =>
    commit(({ reconciliations }) => reconciliations.finish(id, msAfter(NOON, ms), SUMMARY));
  const aReport = async (change: Partial<Reconciliation> = {}): Promise<Reconciliation> => {
    const reconciliation = begun(change);
    expect(await begin(reconciliation)).to.equal(true);
    await finish(reconciliation.id, MINUTE);
    return reconciliation;
  };
  const find = (id: ReconciliationId) => commit(({ reconciliations }) => reconciliations.find(id));

  it('are reports once they are finished', async () => {
    const reconciliation = begun();
    await begin(reconciliation);
    expect(await find(reconciliation.id)).to.equal(null);
    await finish(reconciliation.id, MINUTE);
    expect(await find(reconciliation.id)).to.deep.equal({
      ...reconciliation,
      ...{ finishedAt: msAfter(NOON, MINUTE), summary: SUMMARY, found: 0, open: 0 },
    });
    expect(await find(newId())).to.equal(null);
  });

  it('of one bill are begun one after another, and one that has died makes way', async () => {
    const first = begun();
    expect(await begin(first)).to.equal(true);
    expect(await begin(begun({ begunAt: msAfter(NOON, 15 * MINUTE - 1) }))).to.equal(false);
    expect(await begin(begun({ day: DAY_2 })), 'another day').to.equal(true);
    expect(await begin(begun({ mchid: 'another' })), 'another merchant').to.equal(true);
    const later = begun({ begunAt: msAfter(NOON, 15 * MINUTE) });
    expect(await begin(later)).to.equal(true);
    await finish(first.id);
    expect(await find(first.id), 'it is gone').to.equal(null);
  });

  it('forget the lines of their bill when they begin, and of no other one', async () => {
    const [here, elsewhere] = [aPaymentRow(), aPaymentRow()];
    await commit(({ billLines }) => billLines.keep([...inBill([here]), ...inBill([elsewhere], DAY_2)]));
    await begin(begun());
    const kept = await commit(async ({ billLines }) => [
      await billLines.ofPayment(here.outTradeNo),
      (await billLines.ofPayment(elsewhere.outTradeNo)).length,
    ]);
    expect(kept).to.deep.equal([[], 1]);
  });

  it('that are abandoned have never been, unless they were finished', async () => {
    const [dropped, kept] = [begun(), await aReport({ day: DAY_2 })];
    await begin(dropped);
    for (const { id } of [dropped, kept]) await commit(({ reconciliations }) => reconciliations.abandon(id));
    expect(await begin(begun())).to.equal(true);
    expect((await find(kept.id))?.day).to.equal(DAY_2);
  });

  it('are listed newest first, and for a span of days the newest of each', async () => {
    const old = await aReport();
    const newer = await aReport({ begunAt: msAfter(NOON, 1) });
    const next = await aReport({ day: DAY_2, begunAt: msAfter(NOON, 2), askedBy: null });
    await begin(begun({ day: DAY_2, begunAt: msAfter(NOON, 3) }));
    const ids = (reports: readonly { readonly id: string }[]) => reports.map(({ id }) => id);
    expect(ids(await commit(({ reconciliations }) => reconciliations.list(2)))).to.deep.equal([next.id, newer.id]);
    expect(ids(await commit(({ reconciliations }) => reconciliations.list(9)))).to.include(old.id);
    const between = (first: BeijingDay, last: BeijingDay) =>
      commit(({ reconciliations }) => reconciliations.latestBetween(first, last));
    expect(ids(await between(DAY_1, DAY_2))).to.deep.equal([newer.id, next.id]);
    expect(ids(await between(DAY_2, DAY_2))).to.deep.equal([next.id]);
  });

  it('keep their differences, by number, and which are resolved', async () => {
    const { id } = await aReport();
    const [one, two] = differences() as [Difference & { no: number }, Difference & { no: number }];
    await commit(({ reconciliations }) => reconciliations.addDifferences(id, [two]));
    await commit(({ reconciliations }) => reconciliations.addDifferences(id, [one]));
    await commit(({ reconciliations }) => reconciliations.addDifferences(id, []));
    const of = (filter: Parameters<typeof list>[0]) => list(filter);
    const list = (filter: { class?: Difference['class']; openOnly?: true }) =>
      commit(({ reconciliations }) => reconciliations.differencesOf(id, filter));
    expect(await of({})).to.deep.equal([one, two].map((each) => ({ ...each, resolved: null })));
    for (const by of ['alice', 'bob']) {
      await commit(({ reconciliations }) => reconciliations.resolve(id, 1, NOON, by));
    }
    expect((await of({}))[0]?.resolved).to.deep.equal({ at: NOON, by: 'alice' });
    expect(await of({ openOnly: true })).to.deep.equal([{ ...two, resolved: null }]);
    expect(await of({ class: 'fee' })).to.have.length(1);
    expect(await of({ class: 'missing_here', openOnly: true })).to.deep.equal([]);
    expect(await find(id)).to.include({ found: 2, open: 1 });
  });
});
