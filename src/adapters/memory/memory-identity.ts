import type { Sessions, Users } from '../../domain/identity/identity-stores.ts';
import type { MemoryState } from './memory-state.ts';
import { refuseDuplicate } from './refuse-duplicate.ts';

export function memoryUsers(state: MemoryState): Users {
  const identityOf = (appid: string, openid: string) =>
    state.identities.find((each) => each.appid === appid && each.openid === openid);
  const find: Users['find'] = async (id) => state.users.find((each) => each.id === id) ?? null;
  return {
    lockIdentity: async () => {},
    find,
    findByIdentity: async (appid, openid) => {
      const identity = identityOf(appid, openid);
      return identity ? find(identity.userId) : null;
    },
    add: async (user, identity) => {
      refuseDuplicate(identityOf(identity.appid, identity.openid) !== undefined, 'identity');
      state.users.push(user);
      state.identities.push({ ...identity, userId: user.id });
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
    renew: async (id, expiresAt) => {
      state.sessions = state.sessions.map((each) => (each.id === id ? { ...each, expiresAt } : each));
    },
  };
}
