import { publicId } from '../../../adapters/http/public-id.ts';
import type { NamedCall } from '../../../application/ledger/explain-call.ts';
import type { CallFacts, CallGate } from '../../../application/ledger/explain-usage.ts';
import { listed } from './gate.ts';

type Said = readonly [rule: string, figure: string];
type Words = (facts: CallFacts, call: NamedCall) => Said;

/** The rule of each gate for this key, and the figure that it looked at. */
export const KEY_GATE_WORDS: Readonly<Record<CallGate, Words>> = {
  well_formed: () => ['a whole token', ''],
  known: ({ key }) => ['a key of ours', `${publicId('key', key.id)} of ${publicId('usr', key.userId)}`],
  not_expired: ({ key }) => ['before it expires', `expires ${key.expiresAt.toISOString()}`],
  enabled: ({ key }) => ['enabled', key.enabled ? 'enabled' : 'disabled'],
  scope: ({ key }, { apiCode }) => [listed(key.scope), apiCode],
  network: ({ key }, { clientIp }) => [key.networks ? key.networks.join(', ') : 'anywhere', clientIp ?? ''],
  rate_limit: ({ key: { rateLimit }, meter }, { quantity }) => {
    if (!rateLimit) return NO_RULE;
    const rule = `${rateLimit.calls} calls in ${rateLimit.seconds} s`;
    return [rule, `${meter.callsInWindow} in this window, and ${quantity} more`];
  },
  daily_budget: ({ key, meter, points }) =>
    budget(key.dailyBudget, 'a day', `${meter.pointsToday} spent today, and ${points} more`),
  total_budget: ({ key, meter, points }) =>
    budget(key.totalBudget, 'in all', `${meter.pointsTotal} spent, and ${points} more`),
  points: ({ points, available }) => [`${points} points`, `${available} can be spent`],
};

const NO_RULE: Said = ['none', ''];

const budget = (most: bigint | null, per: string, figure: string): Said =>
  most === null ? NO_RULE : [`${most} points ${per}`, figure];
