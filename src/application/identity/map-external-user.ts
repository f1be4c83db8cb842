import { newUser, type User } from '../../domain/identity/user.ts';
import type { DoneBy } from '../../domain/shared/audit.ts';
import type { ServiceId, UserId } from '../../domain/shared/ids.ts';
import { noteDeed } from '../shared/note-deed.ts';
import type { IdSource } from '../shared/random.ts';
import type { Stores, UnitOfWork } from '../shared/unit-of-work.ts';
import { presentUser } from './present-user.ts';

type Needs = 'externalUsers' | 'users' | 'audit' | 'clock';
type Dependencies = { readonly uow: UnitOfWork<Needs>; readonly ids: IdSource };
export type ExternalUserWish = {
  readonly serviceId: ServiceId;
  readonly externalId: string;
  readonly requestId: string | null;
};
export type MapExternalUser = (
  wish: ExternalUserWish,
) => Promise<{ readonly userId: UserId; readonly created: boolean }>;

/** The user who stands for this one of the service's, made if there is none: without a WeChat identity. */
export const mapExternalUser =
  ({ uow, ids }: Dependencies): MapExternalUser =>
  (wish) =>
    uow.run(async (stores) => {
      const { serviceId, externalId } = wish;
      await stores.externalUsers.lock(serviceId, externalId);
      const known = await findWithin(stores, serviceId, externalId);
      if (known) return { userId: known.id, created: false };
      return { userId: await make(stores, ids, wish), created: true };
    });

/** The user of this mapping as he is by now. */
export async function findWithin(
  { externalUsers, users }: Pick<Stores, 'externalUsers' | 'users'>,
  serviceId: ServiceId,
  externalId: string,
): Promise<User | null> {
  const userId = await externalUsers.find(serviceId, externalId);
  return userId && presentUser(users, userId);
}

/** The id that the service gave stays out of the log: it may be an address, or a name. */
async function make(
  stores: Pick<Stores, Needs>,
  ids: IdSource,
  { serviceId, externalId, requestId }: ExternalUserWish,
): Promise<UserId> {
  const user = newUser(ids.next<UserId>(), await stores.clock.now());
  const { id: userId, createdAt } = user;
  await stores.users.add(user);
  await stores.externalUsers.add({ serviceId, externalId, userId, createdAt });
  const by: DoneBy = { actor: { kind: 'service', serviceId, onBehalfOf: userId }, requestId };
  const deed = { subject: { kind: 'user', id: userId }, userId } as const;
  await noteDeed(stores, ids, by, { action: 'user.created', ...deed });
  await noteDeed(stores, ids, by, { action: 'external_user.mapped', ...deed });
  return userId;
}
