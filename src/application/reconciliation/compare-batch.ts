import { type BillLine, providerNoOf } from '../../domain/ordering/reconciliation/bill-line.ts';
import type { Difference } from '../../domain/ordering/reconciliation/difference.ts';
import { compareFunds, type FundVerdict } from '../../domain/ordering/reconciliation/funds.ts';
import type { ReconciliationId } from '../../domain/shared/ids.ts';
import type { Stores } from '../shared/unit-of-work.ts';
import type { FundSums } from './fund-sums.ts';
import { type JudgeNeeds, judgeLines } from './judge-lines.ts';

export type BatchNeeds = JudgeNeeds | 'billLines' | 'reconciliations';
export type Against = {
  /** Whose bill it is. */
  readonly mchid: string;
  readonly dayEndsAt: Date;
  /** Null: there is no fund bill to compare with. */
  readonly funds: FundSums | null;
};
export type ComparedBatch = {
  readonly lines: readonly BillLine[];
  readonly ours: readonly BillLine[];
  /** How many of our lines differ; there may be two differences in a line. */
  readonly differing: number;
  readonly differences: readonly Difference[];
  readonly notBookedYet: number;
};

/** Holds some lines of a trade bill, one after another, against our books and the fund bill. Writes nothing. */
export async function compareBatch(
  stores: Pick<Stores, JudgeNeeds>,
  lines: readonly BillLine[],
  { mchid, dayEndsAt, funds }: Against,
): Promise<ComparedBatch> {
  const judged = await judgeLines(stores, lines);
  const ours = judged.filter(({ line, verdict }) => verdict.kind !== 'foreign' && line.mchid === mchid);
  const compared = ours.map(({ line, verdict }) => {
    const booked = funds ? compareFunds(line, funds.find(providerNoOf(line)), dayEndsAt) : BOOKED;
    return { line, booked, differences: [verdict, booked].flatMap(differenceOf) };
  });
  return {
    lines,
    ours: compared.map(({ line }) => line),
    differing: compared.filter((each) => each.differences.length > 0).length,
    differences: compared.flatMap((each) => each.differences),
    notBookedYet: compared.filter(({ booked }) => booked.kind === 'not_yet').length,
  };
}

/** Keeps what is ours of the lines, and writes down what differs; `found`: how many differences the report has so far. */
export async function keepBatch(
  stores: Pick<Stores, 'billLines' | 'reconciliations'>,
  id: ReconciliationId,
  { ours, differences }: ComparedBatch,
  found: number,
): Promise<void> {
  await stores.billLines.keep(ours);
  await stores.reconciliations.addDifferences(id, numbered(differences, found));
}

const BOOKED: FundVerdict = { kind: 'booked' };

const differenceOf = (verdict: { readonly kind: string; readonly difference?: Difference }): Difference[] =>
  verdict.difference ? [verdict.difference] : [];

/** From the next number on. */
export const numbered = (differences: readonly Difference[], found: number) =>
  differences.map((difference, index) => ({ ...difference, no: found + index + 1 }));
