import type { AccountId } from '../shared/ids.ts';
import type { Finding } from './audit.ts';
import { SEALS_START, type Seal } from './seal.ts';

/** A seal, with the digest that follows from what it sealed. */
export type JudgedSeal = Seal & { readonly recomputed: string };

/** Of one account, the first seal whose line is not there any more, or another one. */
export type RewrittenSpan = {
  readonly accountId: AccountId;
  readonly sealNo: bigint;
  readonly sealedAt: Date;
  /** The last line that the seal before still holds for; 0: there was none. */
  readonly since: bigint;
  readonly seq: bigint;
};

/** `kept`: a digest that somebody kept elsewhere; null: there is none at hand. */
export function findingsInSeals(seals: readonly JudgedSeal[], kept: string | null): Finding[] {
  const found: Finding[] = [];
  const note = (detail: string) => found.push({ accountId: null, seq: null, what: 'seal', detail });
  let [no, digest] = [0n, SEALS_START];
  for (const seal of seals) {
    if (seal.no !== no + 1n) note(`seals ${no + 1n} to ${seal.no - 1n} are missing`);
    else if (seal.previousDigest !== digest) note(`seal ${seal.no} does not follow from the one before`);
    if (seal.recomputed !== seal.digest) note(`seal ${seal.no} has another digest than what it sealed`);
    [no, digest] = [seal.no, seal.digest];
  }
  if (kept !== null && !seals.some((seal) => seal.digest === kept)) {
    note('no seal has the digest that was kept: the seals themselves were rewritten');
  }
  return found;
}

export const findingsInSpans = (spans: readonly RewrittenSpan[]): Finding[] =>
  spans.map(({ accountId, sealNo, sealedAt, since, seq }) => ({
    ...{ accountId, seq, what: 'rewritten' },
    detail: `entries ${since + 1n} to ${seq} are not those that seal ${sealNo} of ${sealedAt.toISOString()} has sealed`,
  }));
