import type { UserPage } from '../../domain/identity/external-user.ts';
import type { UserId } from '../../domain/shared/ids.ts';
import type { HeardType } from '../../domain/webhooks/event.ts';
import type { Stores, UnitOfWork } from '../shared/unit-of-work.ts';
import type { TellNeeds } from './tell-webhooks.ts';

export type LookNeeds = TellNeeds | 'webhookMarks' | 'users';
type LookStores = Pick<Stores, LookNeeds>;

const USERS_AT_ONCE = 200;

/**
 * Does the work for everybody of whom some enabled endpoint would hear such things, page by page, a transaction for each, and
 * nobody else at it at the same time. Where nobody listens, nobody is looked at.
 */
export async function lookAtHeard<Needed extends keyof Stores>(
  uow: UnitOfWork<LookNeeds | Needed>,
  type: HeardType,
  signal: AbortSignal,
  work: (stores: Pick<Stores, LookNeeds | Needed>, userIds: readonly UserId[]) => Promise<void>,
): Promise<void> {
  let after: UserId | null = null;
  do {
    after = await uow.run(async (stores): Promise<UserId | null> => {
      await stores.webhookMarks.lock(type);
      const { userIds, next } = await listHeard(stores, type, after);
      if (userIds.length > 0) await work(stores, userIds);
      return next;
    });
  } while (after !== null && !signal.aborted);
}

async function listHeard(
  { webhookEndpoints, externalUsers, users }: LookStores,
  type: HeardType,
  after: UserId | null,
): Promise<UserPage> {
  const listening = await webhookEndpoints.listListening(type);
  const page = { after, limit: USERS_AT_ONCE };
  if (listening.length === 0) return { userIds: [], next: null };
  if (listening.some(({ audience }) => audience === 'everyone')) return users.listActive(page);
  return externalUsers.listMapped([...new Set(listening.map(({ serviceId }) => serviceId))], page);
}
