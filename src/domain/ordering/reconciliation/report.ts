import type { BeijingDay } from '../../shared/beijing-time.ts';
import type { OutTradeNo, ReconciliationId } from '../../shared/ids.ts';
import type { BillLine } from './bill-line.ts';
import type { Difference, DifferenceClass } from './difference.ts';
import type { MilliFen } from './milli-fen.ts';
import type { UnbilledSales } from './records.ts';
import type { PackageSales } from './revenue.ts';

/** What a day's comparison has seen. Fees are in thousandths of a fen, below zero where they came back. */
export type Summary = {
  /** Lines of the trade bill that are ours. */
  readonly payments: number;
  readonly refunds: number;
  /** Of these, how many have no difference. */
  readonly matched: number;
  /** Lines of other systems of the merchant. */
  readonly foreign: number;
  /** Lines of the last minutes of the day, which the fund bill of the next one has. */
  readonly notBookedYet: number;
  /** Of our lines. */
  readonly paidFen: number;
  readonly refundedFen: number;
  readonly feeMilliFen: MilliFen;
  /** Of all lines, rounded to fen line by line, and of the fund bill. */
  readonly tradeBillFeeFen: number;
  readonly fundBillFeeFen: number;
  /** What was paid in ways that this bill does not show. */
  readonly unbilled: readonly UnbilledSales[];
};

export type Reconciliation = {
  readonly id: ReconciliationId;
  readonly mchid: string;
  readonly day: BeijingDay;
  /** The operator who asked; null: the worker of the night. */
  readonly askedBy: string | null;
  readonly begunAt: Date;
};
export type Report = Reconciliation & {
  readonly finishedAt: Date;
  readonly summary: Summary;
  /** Found, and not resolved since. */
  readonly found: number;
  readonly open: number;
};

export type ReportedDifference = Difference & {
  /** Within its report, from 1. */
  readonly no: number;
  /** Applied, and seen to agree since; null: it is still there, as far as anybody knows. */
  readonly resolved: { readonly at: Date; readonly by: string | null } | null;
};
export type DifferenceFilter = { readonly class?: DifferenceClass; readonly openOnly?: true };

/** A comparison that has begun and not ended may have died with its process: another one may begin this much later. */
export const UNDER_WAY_MS = 15 * 60_000;

/** Port. What comparisons have found. A later report of a day takes the place of an earlier one, which is kept. */
export interface Reconciliations {
  /** False: another one of this bill is under way. What was kept of it is forgotten. */
  begin(begun: Reconciliation): Promise<boolean>;
  addDifferences(id: ReconciliationId, differences: readonly (Difference & { readonly no: number })[]): Promise<void>;
  finish(id: ReconciliationId, at: Date, summary: Summary): Promise<void>;
  /** It could not be brought to its end: as if it had not begun. */
  abandon(id: ReconciliationId): Promise<void>;
  find(id: ReconciliationId): Promise<Report | null>;
  /** Of each of these days the newest finished one, oldest day first. */
  latestBetween(first: BeijingDay, last: BeijingDay): Promise<Report[]>;
  /** Finished ones, newest first. */
  list(limit: number): Promise<Report[]>;
  differencesOf(id: ReconciliationId, filter: DifferenceFilter): Promise<ReportedDifference[]>;
  resolve(id: ReconciliationId, no: number, at: Date, by: string | null): Promise<void>;
}

/** Port. The lines of bills that are ours, for good. */
export interface BillLines {
  keep(lines: readonly BillLine[]): Promise<void>;
  /** What bills say of this payment and of its refunds, oldest first. */
  ofPayment(outTradeNo: OutTradeNo): Promise<BillLine[]>;
  /** Lines whose payment or refund has these numbers at the provider. */
  ofProviderNos(providerNos: readonly string[]): Promise<BillLine[]>;
  /** Lines that tell again what an earlier line of the same bill has told. */
  repeatedIn(mchid: string, day: BeijingDay): Promise<BillLine[]>;
  /** What the bills of these days say of our packages, in the order of their codes. */
  salesBetween(first: BeijingDay, last: BeijingDay): Promise<PackageSales[]>;
}
