import { type BillLine, providerNoOf } from '../../domain/ordering/reconciliation/bill-line.ts';
import type { Difference } from '../../domain/ordering/reconciliation/difference.ts';
import { compareFunds, type FundVerdict } from '../../domain/ordering/reconciliation/funds.ts';
import type { ReconciliationId } from '../../domain/shared/ids.ts';
import type { Stores } from '../shared/unit-of-work.ts';
import type { FundSums } from './fund-sums.ts';
import { type JudgeNeeds, judgeLines } from './judge-lines.ts';

export type BatchNeeds = JudgeNeeds | 'billLines' | 'reconciliations';
export type Batch = {
  readonly id: ReconciliationId;
  /** Whose bill it is. */
  readonly mchid: string;
  /** Of the trade bill, one after another. */
  readonly lines: readonly BillLine[];
  readonly dayEndsAt: Date;
  /** Null: there is no fund bill to compare with. */
  readonly funds: FundSums | null;
  /** How many differences the report has so far. */
  readonly found: number;
};
export type ComparedBatch = {
  readonly ours: readonly BillLine[];
  /** How many of our lines differ, and the differences of which there may be two in a line. */
  readonly differing: number;
  readonly differences: number;
  readonly notBookedYet: number;
};

/** Compares some lines, keeps what is ours of them, and writes down what differs: in one transaction. */
export async function compareBatch(stores: Pick<Stores, BatchNeeds>, batch: Batch): Promise<ComparedBatch> {
  const { id, mchid, lines, dayEndsAt, funds, found } = batch;
  const judged = await judgeLines(stores, lines);
  const ours = judged.filter(({ line, verdict }) => verdict.kind !== 'foreign' && line.mchid === mchid);
  const compared = ours.map(({ line, verdict }) => {
    const booked = funds ? compareFunds(line, funds.find(providerNoOf(line)), dayEndsAt) : BOOKED;
    return { line, booked, differences: [verdict, booked].flatMap(differenceOf) };
  });
  const differences = compared.flatMap((each) => each.differences);
  await stores.billLines.keep(compared.map(({ line }) => line));
  await stores.reconciliations.addDifferences(id, numbered(differences, found));
  return {
    ours: compared.map(({ line }) => line),
    differing: compared.filter((each) => each.differences.length > 0).length,
    differences: differences.length,
    notBookedYet: compared.filter(({ booked }) => booked.kind === 'not_yet').length,
  };
}

const BOOKED: FundVerdict = { kind: 'booked' };

const differenceOf = (verdict: { readonly kind: string; readonly difference?: Difference }): Difference[] =>
  verdict.difference ? [verdict.difference] : [];

/** From the next number on. */
export const numbered = (differences: readonly Difference[], found: number) =>
  differences.map((difference, index) => ({ ...difference, no: found + index + 1 }));
