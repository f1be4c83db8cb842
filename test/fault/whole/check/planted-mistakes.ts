import type { Figure } from '../../figure.ts';
import type { Entry } from '../history.ts';
import { callsOf } from './calls-of.ts';
import type { Evidence, Line } from './evidence.ts';

/** One mistake in the evidence of a run, and the figure that has to fail for it. Null: this run has nothing to spoil. */
type Plant = { readonly figure: string; readonly spoil: (evidence: Evidence) => Evidence | null };

const without = (evidence: Evidence, gone: readonly Line[]): Evidence => ({
  ...evidence,
  lines: evidence.lines.filter((line) => !gone.includes(line)),
});
const also = (evidence: Evidence, more: Partial<Entry>): Evidence => ({
  ...evidence,
  history: [...evidence.history, { ...(evidence.history[0] as Entry), ...more }],
});
const aGrant = ({ lines }: Evidence): Line[] => lines.filter(({ kind }) => kind === 'grant').slice(0, 1);
const aPaidCall = (evidence: Evidence) => callsOf(evidence).find(({ allowed }) => allowed.length > 0);
const nowBy = ({ lines }: Evidence): Partial<Entry> => ({
  ...{ user: lines[0]?.user ?? null, status: 200, sentAt: Date.now(), endedAt: Date.now() },
});

const PLANTS: readonly Plant[] = [
  {
    figure: 'orders whose points were not granted once',
    spoil: (evidence) => without(evidence, aGrant(evidence)),
  },
  {
    figure: 'orders whose points were not granted once',
    spoil: (evidence) => ({ ...evidence, lines: [...evidence.lines, ...aGrant(evidence)] }),
  },
  {
    figure: 'payments that settled no order',
    spoil: (evidence) => ({ ...evidence, orders: evidence.orders.slice(1) }),
  },
  {
    figure: 'refunds at WeChat that are not ours',
    spoil: (evidence) => ({
      ...evidence,
      paidBack: [...evidence.paidBack, { outRefundNo: 'nobody', status: 'SUCCESS', refundFen: 1 }],
    }),
  },
  {
    figure: 'acknowledged calls lost',
    spoil: (evidence) => without(evidence, aPaidCall(evidence)?.lines ?? []),
  },
  {
    figure: 'calls that counted twice, or otherwise than said',
    spoil: (evidence) => ({ ...evidence, lines: [...evidence.lines, ...(aPaidCall(evidence)?.lines ?? [])] }),
  },
  {
    figure: 'calls answered otherwise when asked again',
    spoil: (evidence) => {
      const [entry] = aPaidCall(evidence)?.tries.filter(({ status }) => status === 200) ?? [];
      return entry
        ? also(evidence, { ...entry, said: { ...(entry.said as object), allowed: true, points: -1 } })
        : null;
    },
  },
  {
    figure: 'calls paid by a key whose end was acknowledged before',
    spoil: (evidence) => {
      const call = aPaidCall(evidence);
      return call ? also(evidence, { what: 'end_key', about: call.keyId, status: 200, endedAt: 0 }) : null;
    },
  },
  {
    figure: 'balances that the account never had then',
    spoil: (evidence) => also(evidence, { ...nowBy(evidence), what: 'balance', said: { available: 987_654_321 } }),
  },
  {
    figure: 'statements that do not add up',
    spoil: (evidence) => {
      const [{ seq, change, balanceAfter } = { seq: 1, change: 1, balanceAfter: 1 }] = evidence.lines;
      const lines = [{ seq, points: change + 1, balance_after: balanceAfter }];
      return also(evidence, { ...nowBy(evidence), what: 'statement', said: { lines, isWhole: true } });
    },
  },
  {
    figure: '5xx that are not 503',
    spoil: (evidence) => also(evidence, { to: 'somewhere', status: 500, endedAt: 0 }),
  },
];

/** How many of them the checker does not see. */
export function unseenMistakes(evidence: Evidence, check: (of: Evidence) => readonly Figure[]): string[] {
  return PLANTS.filter(({ figure, spoil }) => {
    const spoilt = spoil(evidence);
    return !spoilt || check(spoilt).every(({ name, pass }) => name !== figure || pass);
  }).map(({ figure }) => figure);
}
export const PLANTED = PLANTS.length;
