import type { Sessions, Users } from '../../domain/identity/identity-stores.ts';
import type { MemoryState } from './memory-state.ts';
import { refuseDuplicate } from './refuse-duplicate.ts';

export function memoryUsers(state: MemoryState): Users {
  const identityOf = (appid: string, openid: string) =>
    state.identities.find((each) => each.appid === appid && each.openid === openid);
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
    openidOf: async (id, appid) =>
      state.identities.find((each) => each.userId === id && each.appid === appid)?.openid ?? null,
    keepSessionKey: async (appid, openid, key) => {
      if (!identityOf(appid, openid)) throw new Error('no such identity');
      state.sessionKeys.set(`${appid} ${openid}`, key);
    },
    sessionKeyOf: async (appid, openid) => state.sessionKeys.get(`${appid} ${openid}`) ?? null,
  };
}

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
