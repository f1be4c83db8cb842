import type { PostedDeed, StatementFilter, StatementPage } from '../../domain/ledger/statement.ts';
import { accountOf, type UserId } from '../../domain/shared/ids.ts';
import type { Stores, UnitOfWork } from '../shared/unit-of-work.ts';
import { type DeedReason, reasonsOf } from './reasons-of.ts';

type Needed = 'ledger' | 'orders' | 'refunds' | 'apiKeys' | 'soldApis' | 'clock';

/** One line of a statement: what was moved, and what for. */
export type StatementLine = PostedDeed & { readonly reason: DeedReason };
export type Statement = {
  readonly lines: readonly StatementLine[];
  /** `before` of the next page; null: this is the last one. */
  readonly next: bigint | null;
};
export type ListStatement = (userId: UserId, filter: StatementFilter, page: StatementPage) => Promise<Statement>;

/** What has been moved in the user's account, newest first. */
export const listStatement =
  ({ uow }: { readonly uow: UnitOfWork<Needed> }): ListStatement =>
  (userId, filter, page) =>
    uow.run((stores) => readPage(stores, userId, filter, page));

async function readPage(
  stores: Pick<Stores, Needed>,
  userId: UserId,
  filter: StatementFilter,
  { before, limit }: StatementPage,
): Promise<Statement> {
  // One more than the page holds, which tells whether another page follows.
  const found = await stores.ledger.listDeeds(accountOf(userId), filter, { before, limit: limit + 1 });
  const deeds = found.slice(0, limit);
  const reasonOf = await reasonsOf(stores, userId, deeds);
  const lines = deeds.map((deed) => ({ ...deed, reason: reasonOf(deed) }));
  return { lines, next: found.length > limit ? (lines.at(-1)?.seq ?? null) : null };
}
