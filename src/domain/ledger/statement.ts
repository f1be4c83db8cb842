import type { ApiCode, ApiKeyId } from '../shared/ids.ts';
import type { Points } from '../shared/points.ts';
import type { Entry, EntryKind } from './entry.ts';

/** A deed as a statement tells it: all lines of one kind and cause as one. */
export type PostedDeed = {
  /** Of its last line; names it within the account. */
  readonly seq: bigint;
  readonly kind: EntryKind;
  /** Signed: what the account gained. */
  readonly change: bigint;
  readonly balanceAfter: Points;
  readonly at: Date;
  readonly causeId: string;
  readonly call: Entry['call'];
};

export type StatementFilter = {
  /** Null: all. */
  readonly kind: EntryKind | null;
  /** From this instant on. */
  readonly from: Date | null;
  /** Up to this instant, without it. */
  readonly to: Date | null;
  readonly apiCode: ApiCode | null;
  readonly keyId: ApiKeyId | null;
};
export const WHOLE_STATEMENT: StatementFilter = { kind: null, from: null, to: null, apiCode: null, keyId: null };

/** Newest first; `before` is the last one of the page before. */
export type StatementPage = { readonly before: bigint | null; readonly limit: number };

/** The deeds of these entries (all of an account, or a part that begins and ends between deeds), in their order. */
export function deedsOf(entries: readonly Entry[]): PostedDeed[] {
  return entries
    .map((entry, index) => ({ entry, of: entries.slice(index - entry.parts + 1, index + 1) }))
    .filter(({ entry }) => entry.part === entry.parts)
    .map(({ entry: { seq, kind, balanceAfter, at, causeId, call }, of }) => ({
      ...{ seq, kind, balanceAfter, at, causeId, call },
      change: of.reduce((sum, { change }) => sum + change, 0n),
    }));
}

export const isOnStatement = ({ kind, at, call }: PostedDeed, filter: StatementFilter): boolean =>
  (filter.kind === null || filter.kind === kind) &&
  (filter.from === null || at >= filter.from) &&
  (filter.to === null || at < filter.to) &&
  (filter.apiCode === null || filter.apiCode === call?.apiCode) &&
  (filter.keyId === null || filter.keyId === call?.keyId);
