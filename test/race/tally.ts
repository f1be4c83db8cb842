import type { UsageOutcome } from '../../src/application/ledger/usage.ts';

export type Answer = string | boolean | UsageOutcome;

/** How often each answer was given; `fault` for what was thrown. */
export function tally(outcomes: readonly PromiseSettledResult<Answer>[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const outcome of outcomes) {
    const what = outcome.status === 'rejected' ? 'fault' : nameOf(outcome.value);
    counts[what] = (counts[what] ?? 0) + 1;
  }
  return counts;
}

function nameOf(answer: Answer): string {
  if (typeof answer !== 'object') return String(answer);
  return answer.kind === 'refused' ? answer.refusal.code : answer.kind;
}
