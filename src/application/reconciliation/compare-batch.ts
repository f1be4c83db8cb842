import { type BillLine, providerNoOf } from '../../domain/ordering/reconciliation/bill-line.ts';
import type { Difference } from '../../domain/ordering/reconciliation/difference.ts';
import { compareFunds, type FundVerdict } from '../../domain/ordering/reconciliation/funds.ts';
import type { ReconciliationId } from '../../domain/shared/ids.ts';
import type { Stores } from '../shared/unit-of-work.ts';
import { type JudgeNeeds, judgeLines } from './judge-lines.ts';

export type BatchNeeds = JudgeNeeds | 'billLines' | 'fundFlows' | 'reconciliations';
export type Batch = {
  readonly id: ReconciliationId;
  /** Whose bill it is. */
  readonly mchid: string;
  /** Of the trade bill, one after another. */
  readonly lines: readonly BillLine[];
  readonly dayEndsAt: Date;
  /** False: there is no fund bill to compare with. */
  readonly withFunds: boolean;
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
  const { id, mchid, lines, withFunds, found } = batch;
  const judged = await judgeLines(stores, lines);
  const ours = judged.filter(({ line, verdict }) => verdict.kind !== 'foreign' && line.mchid === mchid);
  const compareWithFunds = withFunds ? await fundsFor(stores, batch) : (): FundVerdict => ({ kind: 'booked' });
  const compared = ours.map(({ line, verdict }) => {
    const funds = compareWithFunds(line);
    return { line, funds, differences: [verdict, funds].flatMap(differenceOf) };
  });
  const differences = compared.flatMap((each) => each.differences);
  await stores.billLines.keep(compared.map(({ line }) => line));
  await stores.reconciliations.addDifferences(id, numbered(differences, found));
  return {
    ours: compared.map(({ line }) => line),
    differing: compared.filter((each) => each.differences.length > 0).length,
    differences: differences.length,
    notBookedYet: compared.filter(({ funds }) => funds.kind === 'not_yet').length,
  };
}

/** Takes what these lines have moved. What an earlier line of the same bill has taken is not missed by one that repeats it. */
async function fundsFor({ billLines, fundFlows }: Pick<Stores, BatchNeeds>, { id, lines, dayEndsAt }: Batch) {
  const sums = await fundFlows.take(id, lines.map(providerNoOf));
  const without = lines.map(providerNoOf).filter((providerNo) => !sums.has(providerNo));
  const earlier = without.length > 0 ? await billLines.ofProviderNos(without) : [];
  const taken = new Set(earlier.filter(({ day }) => day === lines[0]?.day).map(providerNoOf));
  return (line: BillLine): FundVerdict =>
    taken.has(providerNoOf(line))
      ? { kind: 'booked' }
      : compareFunds(line, sums.get(providerNoOf(line)) ?? null, dayEndsAt);
}

const differenceOf = (verdict: { readonly kind: string; readonly difference?: Difference }): Difference[] =>
  verdict.difference ? [verdict.difference] : [];

/** From the next number on. */
export const numbered = (differences: readonly Difference[], found: number) =>
  differences.map((difference, index) => ({ ...difference, no: found + index + 1 }));
