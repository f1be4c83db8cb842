import { beijingDayOf } from '../shared/beijing-time.ts';
import { bytesOfHex, concatBytes, hexOf, int8Bytes, uuidBytes } from '../shared/bytes.ts';
import type { AccountId } from '../shared/ids.ts';
import type { Sha256 } from '../shared/sha256.ts';
import { CHAIN_START } from './chain.ts';

/** The last line of an account, as it was when a seal was taken. */
export type SealedHead = { readonly accountId: AccountId; readonly seq: bigint; readonly hash: string };

/** What the journal was at a time. Who keeps `digest` elsewhere can prove later that nothing before it was rewritten. */
export type Seal = {
  /** From 1 without a gap. */
  readonly no: bigint;
  readonly sealedAt: Date;
  /** How many accounts have moved since the seal before, and by how many lines. */
  readonly accounts: bigint;
  readonly entries: bigint;
  readonly previousDigest: string;
  readonly digest: string;
};

/** What the first seal is chained to. */
export const SEALS_START = CHAIN_START;

/** SHA-256 over the digest before and the heads of all accounts that have moved since, ordered by account. */
export const sealDigest = (previousDigest: string, heads: readonly SealedHead[], sha256: Sha256): string =>
  hexOf(
    sha256(
      concatBytes([
        bytesOfHex(previousDigest),
        ...[...heads].sort(byAccount).flatMap((h) => [uuidBytes(h.accountId), int8Bytes(h.seq), bytesOfHex(h.hash)]),
      ]),
    ),
  );

const byAccount = (a: SealedHead, b: SealedHead): number => (a.accountId < b.accountId ? -1 : 1);

/** One seal for each day in Beijing, or more where somebody asks for them. */
export const isSealDue = (last: Pick<Seal, 'sealedAt'> | null, now: Date): boolean =>
  last === null || beijingDayOf(last.sealedAt) < beijingDayOf(now);

/** Port. */
export interface Seals {
  /** One seal at a time: until the transaction ends, others who call this wait. */
  lock(): Promise<void>;
  last(): Promise<Seal | null>;
  /** Seals all accounts as they are at one instant, under `lock`. */
  add(at: Date): Promise<Seal>;
}
