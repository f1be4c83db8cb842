import type { User } from '../../domain/identity/user.ts';
import type { ApiKey } from '../../domain/keyvault/api-key.ts';
import type { Transfer } from '../../domain/ledger/transfer.ts';
import type { Actor, DoneBy } from '../../domain/shared/audit.ts';
import { accountOf, type UserId } from '../../domain/shared/ids.ts';
import type { AdjustTools } from '../ledger/adjust-account.ts';
import { movePoints } from '../ledger/move-points.ts';
import { noteDeed } from '../shared/note-deed.ts';
import type { Stores, UnitOfWork } from '../shared/unit-of-work.ts';
import { type LockNeeds, lockUsers } from './lock-users.ts';
import { activeAmong, listObstacles, type MergeObstacle, type ObstacleNeeds, refusePair } from './merge-obstacles.ts';
import { type TakeOverNeeds, takeOver } from './take-over.ts';

type Needed = LockNeeds | ObstacleNeeds | TakeOverNeeds | 'audit' | 'clock';
type Dependencies = AdjustTools & { readonly uow: UnitOfWork<Needed> };

export type ByOperator = DoneBy & { readonly actor: Extract<Actor, { kind: 'operator' }> };
export type MergeOptions = {
  /** Disables the keys of the user who goes; otherwise keys that can be used stand in the way. */
  readonly endKeys?: boolean;
  /** For the audit log. */
  readonly reason?: string;
};
/** What comes over, and what does not. */
export type Merged = {
  readonly transfer: Transfer;
  readonly identities: number;
  readonly endedKeys: number;
  /** Stay with the user who goes, with their invoices and their part of the statement. */
  readonly ordersLeft: number;
};
export type MergeOutcome =
  | ({ readonly kind: 'merged' } & Merged)
  | { readonly kind: 'refused'; readonly obstacles: readonly MergeObstacle[] };
export type MergeUsers = (from: UserId, into: UserId, by: ByOperator, options?: MergeOptions) => Promise<MergeOutcome>;

/** One person has two users: an operator makes them one. Points and identities come over, in one transaction. */
export const mergeUsers =
  ({ uow, ...tools }: Dependencies): MergeUsers =>
  (from, into, by, options = {}) =>
    uow.run((stores) => mergeWithin(stores, tools, [from, into], by, options));

async function mergeWithin(
  stores: Pick<Stores, Needed>,
  tools: AdjustTools,
  pair: readonly [UserId, UserId],
  by: ByOperator,
  { endKeys = false, reason }: MergeOptions,
): Promise<MergeOutcome> {
  const { users, orders, apiKeys, clock } = stores;
  await lockUsers(stores, pair);
  const [from, into] = [await users.find(pair[0]), await users.find(pair[1])];
  const wrong = refusePair(pair, [from, into]);
  if (!from || !into || wrong.length > 0) return { kind: 'refused', obstacles: wrong };
  await lockAccounts(stores, pair);
  const now = await clock.now();
  const active = activeAmong(await apiKeys.listOf(from.id), now);
  const obstacles = await listObstacles(stores, from.id, endKeys ? [] : active);
  if (obstacles.length > 0) return { kind: 'refused', obstacles };

  const { placed } = await orders.countsOf(from.id);
  for (const key of active) await endKey(stores, tools, key, by, now);
  const move = { from: accountOf(from.id), into: accountOf(into.id), operator: by.actor.name };
  const transfer = await movePoints(stores, tools, { ...move, requestKey: `merge ${from.id}` }, now);
  const identities = await takeOver(stores, from, into);
  const merged: Merged = { transfer, identities, endedKeys: active.length, ordersLeft: placed };
  await noteMerge(stores, tools, [from, into], merged, { by, reason });
  return { kind: 'merged', ...merged };
}

/** In the order of their ids, as everybody does who locks several. */
async function lockAccounts({ ledger }: Pick<Stores, Needed>, pair: readonly UserId[]): Promise<void> {
  for (const id of [...pair].sort()) await ledger.lock(accountOf(id));
}

async function endKey(
  stores: Pick<Stores, Needed>,
  { ids }: AdjustTools,
  key: ApiKey,
  by: DoneBy,
  now: Date,
): Promise<void> {
  await stores.apiKeys.save({ ...key, enabled: false }, now);
  const subject = { kind: 'key', id: key.id } as const;
  const states = { before: { enabled: true }, after: { enabled: false } };
  await noteDeed(stores, ids, by, { action: 'key.disabled', subject, userId: key.userId, ...states });
}

async function noteMerge(
  stores: Pick<Stores, Needed>,
  { ids }: AdjustTools,
  [from, into]: readonly [User, User],
  { transfer, identities, endedKeys }: Merged,
  { by, reason }: { readonly by: DoneBy; readonly reason: string | undefined },
): Promise<void> {
  const before = { status: from.status, points: String(transfer.points), identities };
  const done = { status: 'merged', mergedInto: into.id, points: '0', identities: 0, endedKeys };
  const after = { ...done, ...(reason === undefined ? {} : { reason }) };
  const subject = { kind: 'user', id: from.id } as const;
  await noteDeed(stores, ids, by, { action: 'user.merged', subject, userId: into.id, before, after });
}
