import { type ApiKey, ERASED_KEY_NAME } from '../../domain/keyvault/api-key.ts';
import { type KeyMeter, unusedMeter } from '../../domain/keyvault/key-meter.ts';
import type { ApiKeys } from '../../domain/keyvault/key-stores.ts';
import type { ApiKeyId } from '../../domain/shared/ids.ts';
import type { MemoryState } from './memory-state.ts';
import { refuseDuplicate } from './refuse-duplicate.ts';

type Stored = MemoryState['apiKeys'][number];

export function memoryApiKeys(state: MemoryState): ApiKeys {
  const known = (digest: string) => state.apiKeys.find((each) => each.digest === digest);
  const change = (id: ApiKeyId, to: (key: Stored) => Stored): void => {
    state.apiKeys = state.apiKeys.map((each) => (each.id === id && each.digest !== null ? to(each) : each));
  };
  return {
    lockOwner: async () => {},
    add: async (key, digest) => {
      refuseDuplicate(known(digest) !== undefined, 'digest of a key');
      state.apiKeys.push({ ...key, digest });
      state.keyMeters.set(key.id, unusedMeter(key.createdAt));
    },
    findByDigest: async (digest) => withoutDigest(known(digest)),
    find: async (id) => withoutDigest(state.apiKeys.find((each) => each.id === id && each.digest !== null)),
    listOf: async (userId) =>
      state.apiKeys
        .filter((each) => each.userId === userId && each.digest !== null)
        .map(({ digest: _, ...key }) => key)
        .sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime() || (a.id < b.id ? 1 : -1)),
    save: async ({ id, userId: _owner, hint: _hint, createdAt: _made, ...changing }) =>
      change(id, (each) => ({ ...each, ...changing })),
    remove: async (id) => change(id, (each) => ({ ...each, enabled: false, digest: null })),
    removeAllOf: async (userId) => {
      const own = state.apiKeys.filter((each) => each.userId === userId);
      state.apiKeys = state.apiKeys.map((each) =>
        each.userId === userId
          ? { ...each, enabled: false, digest: null, name: ERASED_KEY_NAME, networks: null }
          : each,
      );
      return own.filter(({ digest }) => digest !== null).map(({ id }) => id);
    },
    deletedAmong: async (userId, ids) =>
      state.apiKeys
        .filter((each) => each.userId === userId && each.digest === null && ids.includes(each.id))
        .map(({ id }) => id),
    listExpiring: async (userIds, { now, until }) =>
      state.apiKeys
        .filter((each) => userIds.includes(each.userId) && each.digest !== null && each.enabled)
        .filter(({ successorId, expiresAt }) => successorId === null && expiresAt > now && expiresAt <= until)
        .map(({ digest: _, ...key }) => key)
        .sort((a, b) => a.expiresAt.getTime() - b.expiresAt.getTime() || (a.id < b.id ? -1 : 1)),
    listNames: async (userId) =>
      new Map(state.apiKeys.filter((each) => each.userId === userId).map(({ id, name }) => [id, name])),
    meterOf: async ({ id }) => state.keyMeters.get(id) as KeyMeter,
    saveMeter: async ({ id }, meter) => void state.keyMeters.set(id, meter),
    listMeters: async (userId) => {
      const own = state.apiKeys.filter((each) => each.userId === userId);
      return new Map(own.map(({ id }) => [id, state.keyMeters.get(id) as KeyMeter]));
    },
  };
}

function withoutDigest(row: Stored | undefined): ApiKey | null {
  if (!row) return null;
  const { digest: _, ...key } = row;
  return key;
}
