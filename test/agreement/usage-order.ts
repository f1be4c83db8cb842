import { expect } from 'chai';
import type { Usage, UsageOutcome } from '../../src/application/ledger/usage.ts';
import type { ApiKeyId, ConsumptionId } from '../../src/domain/shared/ids.ts';

export type Answered = {
  readonly usage: Usage;
  readonly outcome: UsageOutcome;
  /** Null: no key of ours. */
  readonly owner: { readonly account: number; readonly keyId: ApiKeyId } | null;
};
type SeqOf = (id: ConsumptionId) => bigint | undefined;

const ON_SIGHT: ReadonlySet<string> = new Set([
  ...[
    'key_malformed',
    'key_unknown',
    'key_disabled',
    'key_expired',
    'scope_missing',
    'client_ip_missing',
    'ip_not_allowed',
  ],
]);
const isRefusedOnSight = ({ outcome }: Answered): boolean =>
  outcome.kind === 'not_admitted' ||
  outcome.kind === 'unknown_api' ||
  (outcome.kind === 'refused' && ON_SIGHT.has(outcome.refusal.code));
const isNew = ({ outcome }: Answered): boolean => outcome.kind === 'allowed' && !outcome.replayed;

/**
 * The one order in which the calls of a batch happened. Accounts do not see each other. In each of them, what is refused on
 * sight comes first. Then either all were decided at a glance, by key and arrival, with what was answered before at the end;
 * or one after the other, by arrival. The journal says which of the two.
 */
export function inOrder(calls: readonly Answered[], seqOf: SeqOf): Answered[] {
  const accounts = [...new Set(calls.map(({ owner }) => owner?.account ?? -1))].sort();
  return accounts.flatMap((account) =>
    inOrderOfAccount(
      calls.filter(({ owner }) => (owner?.account ?? -1) === account),
      seqOf,
    ),
  );
}

function inOrderOfAccount(calls: readonly Answered[], seqOf: SeqOf): Answered[] {
  const [atOnce, decided] = [calls.filter(isRefusedOnSight), calls.filter((each) => !isRefusedOnSight(each))];
  const fresh = decided.filter(isNew);
  const seq = ({ outcome }: Answered): bigint => (outcome.kind === 'allowed' ? (seqOf(outcome.usageId) ?? 0n) : 0n);
  const written = [...fresh].sort((a, b) => (seq(a) < seq(b) ? -1 : 1));
  if (written.every((each, nth) => each === fresh[nth])) return [...atOnce, ...decided];
  const byKey = (a: Answered, b: Answered): number => ((a.owner?.keyId ?? '') < (b.owner?.keyId ?? '') ? -1 : 1);
  const grouped = [...new Set(fresh.map(({ owner }) => owner?.keyId))]
    .map((keyId) => fresh.filter(({ owner }) => owner?.keyId === keyId))
    .sort(([a], [b]) => byKey(a as Answered, b as Answered));
  expect(written, 'by key and arrival').to.deep.equal(grouped.flat());
  const others = decided.filter((each) => !isNew(each));
  for (const { outcome } of others) expect(outcome.kind, 'beside calls decided at a glance').not.to.equal('refused');
  return [...atOnce, ...written, ...others];
}
