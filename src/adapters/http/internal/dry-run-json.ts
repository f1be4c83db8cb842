import type { z } from 'zod';
import type { CallFacts, CallGate, CallVerdict, Explanation } from '../../../application/ledger/explain-usage.ts';
import { instant } from '../json-values.ts';
import { wholeNumber } from '../whole-number.ts';
import { figuresOf, refusedJson } from './usage-json.ts';
import type { DryRunAllowed, DryRunRefused, Gate } from './usage-schema.ts';

type GateJson = z.infer<typeof Gate>;
type Known = Exclude<Explanation, { kind: 'unknown_api' }>;

export function explanationJson(
  explanation: Known,
  explain: boolean,
): z.infer<typeof DryRunAllowed> | z.infer<typeof DryRunRefused> {
  const dry = { dry_run: true, ...(explain ? { gates: gatesOf(explanation) } : {}) } as const;
  if (explanation.kind === 'would_be_refused') return { ...refusedJson(explanation.refusal), ...dry };
  return {
    allowed: true,
    points: wholeNumber(explanation.points),
    points_left: wholeNumber(explanation.pointsLeft),
    points_expire_at: instant(explanation.pointsExpireAt),
    ...dry,
  };
}

/** Those of the service; whoever does not pass them gets no explanation. */
const SERVICE_GATES = ['service_token', 'service_operation', 'service_network', 'service_signature'];

const gatesOf = ({ verdicts, facts }: Known): GateJson[] => [
  ...SERVICE_GATES.map((gate) => ({ gate, verdict: 'passed' as const })),
  ...(Object.keys(FIGURES) as CallGate[]).map((gate) => gateJson(gate, verdicts, facts)),
];

function gateJson(gate: CallGate, verdicts: readonly CallVerdict[], facts: CallFacts | null): GateJson {
  const name = NAMES[gate] ?? gate;
  const found = verdicts.find((verdict) => verdict.gate === gate);
  if (!found) return { gate: name, verdict: 'not_asked' };
  const figures = facts ? FIGURES[gate](facts) : {};
  if (!found.refusal) return { gate: name, verdict: 'passed', ...figures };
  return { gate: name, verdict: 'refused', code: found.refusal.code, ...figures, ...figuresOf(found.refusal) };
}

const NAMES: Partial<Record<CallGate, string>> = { well_formed: 'key_well_formed', known: 'key_known' };

/** What each gate compares, in the order in which a call meets them. */
const FIGURES: Record<CallGate, (facts: CallFacts) => Partial<GateJson>> = {
  well_formed: () => ({}),
  known: () => ({}),
  not_expired: ({ key }) => ({ expires_at: instant(key.expiresAt) }),
  enabled: () => ({}),
  scope: () => ({}),
  network: () => ({}),
  rate_limit: ({ key: { rateLimit }, meter }) =>
    rateLimit ? { limit: rateLimit.calls, limit_seconds: rateLimit.seconds, used: meter.callsInWindow } : {},
  daily_budget: ({ key: { dailyBudget }, meter }) =>
    dailyBudget === null ? {} : { budget: wholeNumber(dailyBudget), spent: wholeNumber(meter.pointsToday) },
  total_budget: ({ key: { totalBudget }, meter }) =>
    totalBudget === null ? {} : { budget: wholeNumber(totalBudget), spent: wholeNumber(meter.pointsTotal) },
  points: ({ points, available }) => ({ points_needed: wholeNumber(points), points_left: wholeNumber(available) }),
};
