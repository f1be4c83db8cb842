import type { Users } from '../../domain/identity/identity-stores.ts';
import { isPresent, newUser, type User } from '../../domain/identity/user.ts';
import type { WechatIdentity } from '../../domain/identity/wechat-login.ts';
import type { DoneBy } from '../../domain/shared/audit.ts';
import type { UserId } from '../../domain/shared/ids.ts';
import { noteDeed } from '../shared/note-deed.ts';
import type { IdSource } from '../shared/random.ts';
import type { Stores } from '../shared/unit-of-work.ts';
import { type JoinNeeds, joinUsers } from './join-users.ts';

export type FindOrAddNeeds = JoinNeeds;
type Needed = Pick<Stores, FindOrAddNeeds>;

/**
 * The user whom this WeChat identity leads to, made if there is none. A unionid leads to whoever has it at another app, and
 * joins two who turn out to be one person.
 */
export async function findOrAddUser(
  stores: Needed,
  ids: IdSource,
  identity: WechatIdentity,
  requestId: string | null,
): Promise<User> {
  const { users } = stores;
  const by: DoneBy = { actor: { kind: 'wechat' }, requestId };
  await users.lockIdentity(identity.appid, identity.openid);
  if (identity.unionid !== null) await users.lockUnionid(identity.unionid);
  const { known, sharing } = await lockLeads(users, identity);
  if (known && !isPresent(known)) throw new Error(`user ${known.id} is ${known.status} and still has an identity`);
  const [first, ...others] = known ? [known, ...sharing.filter(({ id }) => id !== known.id)] : sharing;
  if (!first) return addUser(stores, ids, by, identity);
  if (known) await users.noteUnionid(identity);
  else await addIdentity(stores, ids, by, first, identity);
  let user = first;
  for (const other of others) user = await joinUsers(stores, ids, by, user, other);
  return user;
}

type Leads = { readonly known: User | null; readonly sharing: readonly User[] };

/** Whom the identity and its unionid lead to, locked: nobody else merges them, or has done so while we waited. */
async function lockLeads(users: Users, identity: WechatIdentity): Promise<Leads> {
  let leads = await findLeads(users, identity);
  for (;;) {
    const waitedFor = idsOf(leads);
    for (const id of waitedFor) await users.lock(id);
    leads = await findLeads(users, identity);
    if (idsOf(leads).every((id) => waitedFor.includes(id))) return leads;
  }
}

async function findLeads(users: Users, { appid, openid, unionid }: WechatIdentity): Promise<Leads> {
  const known = await users.findByIdentity(appid, openid);
  const sharing = unionid === null ? [] : (await users.listByUnionid(unionid)).filter(isPresent);
  return { known, sharing };
}

const idsOf = ({ known, sharing }: Leads): UserId[] =>
  [...new Set([...(known ? [known] : []), ...sharing].map(({ id }) => id))].sort();

async function addUser(stores: Needed, ids: IdSource, by: DoneBy, identity: WechatIdentity): Promise<User> {
  const user = newUser(ids.next<UserId>(), await stores.clock.now());
  await stores.users.add(user);
  await stores.users.addIdentity(user.id, identity);
  const subject = { kind: 'user', id: user.id } as const;
  await noteDeed(stores, ids, by, { action: 'user.created', subject, userId: user.id });
  return user;
}

async function addIdentity(
  stores: Needed,
  ids: IdSource,
  by: DoneBy,
  { id }: User,
  identity: WechatIdentity,
): Promise<void> {
  await stores.users.addIdentity(id, identity);
  const after = { appid: identity.appid };
  await noteDeed(stores, ids, by, { action: 'identity.joined', subject: { kind: 'user', id }, userId: id, after });
}
