import type { Followers, Sessions, Users } from '../../domain/identity/identity-stores.ts';
import { isPresent, type User } from '../../domain/identity/user.ts';
import type { UserId } from '../../domain/shared/ids.ts';
import type { MemoryState } from './memory-state.ts';
import { refuseDuplicate } from './refuse-duplicate.ts';

export function memoryUsers(state: MemoryState): Users {
  const identityOf = (appid: string, openid: string) =>
    state.identities.find((each) => each.appid === appid && each.openid === openid);
  const sharing = (unionid: string): User[] => {
    const ids = new Set<UserId>(
      state.identities.filter((each) => each.unionid === unionid).map(({ userId }) => userId),
    );
    return state.users.filter(({ id }) => ids.has(id)).sort(byAge);
  };
  const find: Users['find'] = async (id) => state.users.find((each) => each.id === id) ?? null;
  return {
    lockIdentity: async () => {},
    lock: async () => {},
    find,
    findByIdentity: async (appid, openid) => {
      const identity = identityOf(appid, openid);
      return identity ? find(identity.userId) : null;
    },
    add: async (user) => void state.users.push(user),
    save: async (user) => {
      state.users = state.users.map((each) => (each.id === user.id ? { ...user, createdAt: each.createdAt } : each));
    },
    addIdentity: async (userId, identity) => {
      refuseDuplicate(identityOf(identity.appid, identity.openid) !== undefined, 'identity');
      state.identities.push({ ...identity, userId });
    },
    noteUnionid: async ({ appid, openid, unionid }) => {
      const known = identityOf(appid, openid);
      if (known && unionid !== null) {
        state.identities = state.identities.map((each) => (each === known ? { ...each, unionid } : each));
      }
    },
    openidOf: async (id, appid) => {
      const signedInAt = (openid: string): number => state.sessionKeys.get(`${appid} ${openid}`)?.keptAt.getTime() ?? 0;
      const own = state.identities.filter((each) => each.userId === id && each.appid === appid);
      const openids = own.map(({ openid }) => openid).sort();
      return openids.sort((a, b) => signedInAt(b) - signedInAt(a))[0] ?? null;
    },
    keepSessionKey: async (appid, openid, key) => {
      if (!identityOf(appid, openid)) throw new Error('no such identity');
      state.sessionKeys.set(`${appid} ${openid}`, key);
    },
    sessionKeyOf: async (appid, openid) => state.sessionKeys.get(`${appid} ${openid}`) ?? null,
    lockUnionid: async () => {},
    listByUnionid: async (unionid) => sharing(unionid),
    listIdentities: async (id) =>
      state.identities
        .filter((each) => each.userId === id)
        .map(({ appid, openid, unionid }) => ({ appid, openid, unionid }))
        .sort((a, b) => (`${a.appid} ${a.openid}` < `${b.appid} ${b.openid}` ? -1 : 1)),
    moveIdentities: async (from, into) => {
      const moved = state.identities.filter((each) => each.userId === from).length;
      state.identities = state.identities.map((each) => (each.userId === from ? { ...each, userId: into } : each));
      return moved;
    },
    removeIdentity: async (appid, openid) => {
      state.identities = state.identities.filter((each) => each.appid !== appid || each.openid !== openid);
      state.sessionKeys.delete(`${appid} ${openid}`);
      state.followers = state.followers.map((each) =>
        each.appid === appid && each.openid === openid ? { ...each, openid: null } : each,
      );
    },
    listDuplicates: async () => {
      const unionids = [...new Set(state.identities.map(({ unionid }) => unionid))];
      const pairs = new Map<string, readonly [User, User]>();
      for (const unionid of unionids) {
        const present = unionid === null ? [] : sharing(unionid).filter(isPresent);
        for (const [nth, older] of present.entries()) {
          for (const younger of present.slice(nth + 1)) pairs.set(`${older.id} ${younger.id}`, [older, younger]);
        }
      }
      return [...pairs.values()]
        .sort(([a, b], [c, d]) => byAge(a, c) || byAge(b, d))
        .map(([older, younger]) => [older.id, younger.id] as const);
    },
    listActive: async ({ after, limit }) => {
      const active = state.users.filter(({ id, status }) => status === 'active' && (after === null || id > after));
      const userIds = active.map(({ id }) => id).sort();
      return { userIds: userIds.slice(0, limit), next: userIds.length < limit ? null : (userIds[limit - 1] ?? null) };
    },
  };
}

const byAge = (a: User, b: User): number =>
  a.createdAt.getTime() - b.createdAt.getTime() || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

export const memoryFollowers = (state: MemoryState): Followers => ({
  find: async (appid, digest) => state.followers.find((each) => each.appid === appid && each.digest === digest) ?? null,
  listOf: async (userId) =>
    state.followers
      .filter((each) => each.userId === userId)
      .sort((a, b) => (`${a.appid} ${a.digest}` < `${b.appid} ${b.digest}` ? -1 : 1)),
  save: async (follower) => {
    const { appid, digest } = follower;
    state.followers = state.followers.filter((each) => each.appid !== appid || each.digest !== digest);
    state.followers.push(follower);
  },
  move: async (from, into) => {
    state.followers = state.followers.map((each) => (each.userId === from ? { ...each, userId: into } : each));
  },
  removeAllOf: async (userId) => {
    state.followers = state.followers.filter((each) => each.userId !== userId);
  },
});

export function memorySessions(state: MemoryState): Sessions {
  const keep = (wanted: (session: MemoryState['sessions'][number]) => boolean): number => {
    const before = state.sessions.length;
    state.sessions = state.sessions.filter(wanted);
    return before - state.sessions.length;
  };
  return {
    add: async (session, digest) => {
      state.sessions.push({ ...session, digest });
    },
    findByDigest: async (digest) => {
      const found = state.sessions.find((each) => each.digest === digest);
      if (!found) return null;
      const { digest: _, ...session } = found;
      return session;
    },
    noteUse: async (id, use) => {
      state.sessions = state.sessions.map((each) => (each.id === id ? { ...each, ...use } : each));
    },
    listOf: async (userId, now) =>
      state.sessions
        .filter((each) => each.userId === userId && now < each.expiresAt)
        .map(({ digest: _, ...session }) => session)
        .sort((a, b) => b.lastUsedAt.getTime() - a.lastUsedAt.getTime() || (a.id < b.id ? 1 : -1)),
    remove: async (id) => keep((each) => each.id !== id) > 0,
    removeAllOf: async (userId, except) => keep((each) => each.userId !== userId || each.id === except),
  };
}
