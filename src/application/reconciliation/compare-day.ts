import { type BillLine, providerNoOf } from '../../domain/ordering/reconciliation/bill-line.ts';
import { noFundBill } from '../../domain/ordering/reconciliation/funds.ts';
import type { Reconciliation, Report } from '../../domain/ordering/reconciliation/report.ts';
import type { Bill, BillRow, FundRow, TradeBills } from '../../domain/ordering/trade-bill.ts';
import { type BeijingDay, beginOfBeijingDay, beijingDayAfter } from '../../domain/shared/beijing-time.ts';
import type { ReconciliationId } from '../../domain/shared/ids.ts';
import type { IdSource } from '../shared/random.ts';
import { readAhead } from '../shared/read-ahead.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';
import { type Against, type BatchNeeds, compareBatch, keepBatch, numbered } from './compare-batch.ts';
import { type AbsentNeeds, findAbsent } from './find-absent.ts';
import { FundSums } from './fund-sums.ts';
import { noTally, type Tally, withLines } from './tally.ts';

type Dependencies = {
  readonly uow: UnitOfWork<BatchNeeds | AbsentNeeds | 'clock'>;
  readonly tradeBills: TradeBills;
  readonly ids: IdSource;
};
export type WantedComparison = {
  readonly day: BeijingDay;
  /** The operator; null: the worker of the night. */
  readonly askedBy: string | null;
  /** Told how many lines more have been compared. */
  readonly onProgress?: (lines: number) => void;
};
export type CompareOutcome =
  | { readonly kind: 'compared'; readonly report: Report }
  | { readonly kind: 'not_ready' }
  /** Somebody else is comparing this day. */
  | { readonly kind: 'under_way' };
export type CompareDay = (wanted: WantedComparison) => Promise<CompareOutcome>;

/**
 * Compares the bills of a day with orders, refunds and ledger, some lines at a time, and keeps what it finds as a report. It
 * changes nothing else. Bills are believed only whole: both are here, and could be read to their end, before it begins.
 */
export const compareDay =
  ({ uow, tradeBills, ids }: Dependencies): CompareDay =>
  async (wanted) => {
    const trade = await tradeBills.fetch(wanted.day);
    try {
      if (trade.kind === 'not_ready') return trade;
      const funds = await tradeBills.fetchFunds(wanted.day);
      try {
        if (funds.kind === 'not_ready') return funds;
        return await writeReport(uow, { ...wanted, mchid: tradeBills.mchid, id: ids.next() }, { trade, funds });
      } finally {
        if (funds.kind === 'bill') await funds.close();
      }
    } finally {
      if (trade.kind === 'bill') await trade.close();
    }
  };

type Uow = Dependencies['uow'];
type Named = WantedComparison & { readonly mchid: string; readonly id: ReconciliationId };
type Ready<Row> = Exclude<Bill<Row>, { kind: 'not_ready' }>;
type Bills = { readonly trade: Ready<BillRow>; readonly funds: Ready<FundRow> };

async function writeReport(uow: Uow, wanted: Named, bills: Bills): Promise<CompareOutcome> {
  const { id, mchid, day, askedBy } = wanted;
  const begun = await uow.run(async ({ reconciliations, clock }) => {
    const reconciliation = { id, mchid, day, askedBy, begunAt: await clock.now() };
    return (await reconciliations.begin(reconciliation)) ? reconciliation : null;
  });
  if (!begun) return { kind: 'under_way' };
  try {
    return { kind: 'compared', report: await compareBills(uow, begun, bills, wanted.onProgress ?? (() => {})) };
  } catch (error) {
    await uow.run(({ reconciliations }) => reconciliations.abandon(id)).catch(() => {});
    throw error;
  }
}

type Progress = { readonly tally: Tally; readonly found: number; readonly differing: number };

async function compareBills(uow: Uow, begun: Reconciliation, bills: Bills, onProgress: (lines: number) => void) {
  const { id, mchid, day } = begun;
  const [from, to] = [beginOfBeijingDay(day), beginOfBeijingDay(beijingDayAfter(day, 1))];
  const funds = bills.funds.kind === 'bill' ? await FundSums.of(bills.funds) : null;
  let so: Progress = { tally: { ...noTally, fundBillFeeFen: funds?.feeFen ?? 0 }, found: 0, differing: 0 };
  const compared = comparedBatches(uow, bills.trade, day, { mchid, dayEndsAt: to, funds });
  for await (const batch of readAhead(compared)) {
    await uow.run((stores) => keepBatch(stores, id, batch, so.found));
    funds?.noteLines(batch.lines.map(providerNoOf));
    so = {
      tally: withLines(so.tally, batch.lines, batch.ours, batch.notBookedYet),
      found: so.found + batch.differences.length,
      differing: so.differing + batch.differing,
    };
    onProgress(batch.lines.length);
  }
  return finish(uow, begun, so, { from, to, funds });
}

/** Some lines are read, some held against our books, and some written down, side by side on two connections: a large bill is a long one. */
async function* comparedBatches(uow: Uow, bill: Ready<BillRow>, day: BeijingDay, against: Against) {
  for await (const lines of readAhead(linesOf(bill, day))) {
    yield await uow.run((stores) => compareBatch(stores, lines, against));
  }
}

async function* linesOf(bill: Ready<BillRow>, day: BeijingDay): AsyncIterable<BillLine[]> {
  let last = 0;
  for await (const rows of bill.kind === 'bill' ? bill.batches() : []) {
    yield rows.map((row, index) => ({ ...row, day, line: last + index + 1 }));
    last += rows.length;
  }
}

type End = { readonly from: Date; readonly to: Date; readonly funds: FundSums | null };

async function finish(uow: Uow, begun: Reconciliation, so: Progress, { funds, ...span }: End): Promise<Report> {
  return uow.run(async (stores) => {
    const { reconciliations, billedRecords, clock } = stores;
    const { tally, found, differing } = so;
    const [movedFen, feeFen] = [tally.paidFen - tally.refundedFen, tally.tradeBillFeeFen];
    const isFundBillMissing = !funds && tally.payments + tally.refunds > 0;
    const absent = [
      ...(await findAbsent(stores, begun, span, funds?.withoutLine() ?? [])),
      ...(isFundBillMissing ? [noFundBill(movedFen, feeFen)] : []),
    ];
    await reconciliations.addDifferences(begun.id, numbered(absent, found));
    const unbilled = await billedRecords.unbilled(begun.mchid, span);
    const matched = tally.payments + tally.refunds - differing;
    await reconciliations.finish(begun.id, await clock.now(), { ...tally, matched, unbilled });
    return (await reconciliations.find(begun.id)) as Report;
  });
}
