import type { AccountId, ApiKeyId } from '../shared/ids.ts';
import type { AccountFacts } from './audit.ts';
import type { JudgedLine } from './audit-line.ts';
import type { JudgedSeal, RewrittenSpan } from './audit-seals.ts';
import type { EntryKind } from './entry.ts';

/** Some accounts, as they were at one instant. */
export type AuditBatch = {
  readonly accounts: bigint;
  readonly entries: bigint;
  /** What these accounts have together, and what moved it, by kind. */
  readonly balance: bigint;
  readonly moved: ReadonlyMap<EntryKind, bigint>;
  /** Only accounts and lines that are not sound. */
  readonly facts: readonly AccountFacts[];
  readonly lines: ReadonlyMap<AccountId, readonly JudgedLine[]>;
};

/** Port. Reads the books as they are, past everything that keeps them right. */
export interface BooksAudit {
  /** All accounts, or this one, some at a time: nobody who writes waits for it. */
  batches(of: AccountId | null): AsyncIterable<AuditBatch>;
  /** Meters that count less than nothing. */
  negativeMeters(of: AccountId | null): Promise<readonly { readonly accountId: AccountId; readonly keyId: ApiKeyId }[]>;
  /** In their order. */
  seals(): Promise<readonly JudgedSeal[]>;
  rewrittenSpans(of: AccountId | null): Promise<readonly RewrittenSpan[]>;
}
