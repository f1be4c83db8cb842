import { createHash } from 'node:crypto';
import type { Context } from '../context.ts';
import type { User } from '../state/user.ts';

const identifier = (...parts: readonly string[]): string =>
  `o${createHash('sha256').update(parts.join('\n')).digest('base64url').slice(0, 27)}`;

/** A person has another one at each app. */
export const openidOf = (appid: string, name: string): string => identifier(appid, name);

export type UserTraits = {
  readonly unionid?: boolean | undefined;
  readonly blocked?: boolean | undefined;
  readonly rateLimited?: boolean | undefined;
};

/** A name always means the same person: the same openid at this appid. Traits not given stay as they are. */
export function findOrCreateUser({ store, credentials }: Context, name: string, traits: UserTraits = {}): User {
  const known = store.world.users.get(name);
  const { appid } = credentials.merchant;
  const unionid = identifier('unionid', name);
  const wantsUnionid = traits.unionid ?? Boolean(known?.unionid);
  const user: User = {
    name,
    openid: known?.openid ?? openidOf(appid, name),
    unionid: wantsUnionid ? unionid : null,
    blocked: traits.blocked ?? known?.blocked ?? false,
    rateLimited: traits.rateLimited ?? known?.rateLimited ?? false,
  };
  if (JSON.stringify(user) !== JSON.stringify(known)) store.record({ kind: 'user_saved', user });
  return user;
}
