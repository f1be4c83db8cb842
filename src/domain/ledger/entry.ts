import type { AccountId, ApiCode, ApiKeyId, LotId, ServiceId } from '../shared/ids.ts';
import type { Points } from '../shared/points.ts';

/** The system's own side of every movement. */
export type CounterAccount = 'issuance' | 'consumed' | 'held' | 'refunded' | 'expired' | 'adjusted';

/** What moves points, whose other side it is, and whether the user's account gains (1) or loses (-1). */
export const ENTRY_KINDS = {
  grant: { counterAccount: 'issuance', sign: 1n },
  consume: { counterAccount: 'consumed', sign: -1n },
  reverse: { counterAccount: 'consumed', sign: 1n },
  hold: { counterAccount: 'held', sign: -1n },
  freeze: { counterAccount: 'held', sign: -1n },
  release: { counterAccount: 'held', sign: 1n },
  claw_back: { counterAccount: 'refunded', sign: -1n },
  expire: { counterAccount: 'expired', sign: -1n },
  credit: { counterAccount: 'adjusted', sign: 1n },
  debit: { counterAccount: 'adjusted', sign: -1n },
} as const satisfies Record<string, { counterAccount: CounterAccount; sign: 1n | -1n }>;
export type EntryKind = keyof typeof ENTRY_KINDS;

/** Which call a line belongs to; on lines that consume, hold, reverse, or release a hold. */
export type CallDetails = {
  readonly keyId: ApiKeyId;
  readonly serviceId: ServiceId;
  readonly apiCode: ApiCode;
  readonly quantity: number;
  /** Of the API's price that was charged. Null: taken before prices had versions. */
  readonly priceVersion: number | null;
};

/**
 * One line of the journal: `change` moves between the counter account of its kind and the user's, so that it sums to zero
 * by itself. Rows are never changed or removed. `seq` counts the lines of one account from 1 without a gap.
 */
export type Entry = {
  readonly accountId: AccountId;
  readonly seq: bigint;
  readonly kind: EntryKind;
  readonly counterAccount: CounterAccount;
  /** Signed: what the user's account gains. */
  readonly change: bigint;
  readonly balanceBefore: Points;
  readonly balanceAfter: Points;
  readonly lotId: LotId;
  /** The order, call, hold, refund, adjustment or write-off that caused it. */
  readonly causeId: string;
  /** The lines of one kind and cause are numbered from 1; `parts` is how many they are. They stand one after another. */
  readonly part: number;
  readonly parts: number;
  /** Never before the line before it. */
  readonly at: Date;
  readonly call: CallDetails | null;
  /** SHA-256 over the line before and this one, hexadecimal: see `chain.ts`. */
  readonly hash: string;
};
