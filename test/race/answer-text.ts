import type { UsageOutcome } from '../../src/application/ledger/usage.ts';

/** An answer but for whether it is the first of its kind, to be compared. */
export function answerText(outcome: UsageOutcome): string {
  const { replayed: _, ...answer } = { replayed: null, ...outcome };
  return JSON.stringify(answer, (_name, value) => (typeof value === 'bigint' ? `${value}` : value));
}
