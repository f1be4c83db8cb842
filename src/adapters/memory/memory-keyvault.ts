import type { ApiKey } from '../../domain/keyvault/api-key.ts';
import { type KeyMeter, unusedMeter } from '../../domain/keyvault/key-meter.ts';
import type { ApiKeys } from '../../domain/keyvault/key-stores.ts';
import type { MemoryState } from './memory-state.ts';
import { refuseDuplicate } from './refuse-duplicate.ts';

export function memoryApiKeys(state: MemoryState): ApiKeys {
  const known = (digest: string) => state.apiKeys.find((each) => each.digest === digest);
  return {
    lockOwner: async () => {},
    add: async (key, digest) => {
      refuseDuplicate(known(digest) !== undefined, 'digest of a key');
      state.apiKeys.push({ ...key, digest });
      state.keyMeters.set(key.id, unusedMeter(key.createdAt));
    },
    findByDigest: async (digest) => withoutDigest(known(digest)),
    find: async (id) => withoutDigest(state.apiKeys.find((each) => each.id === id)),
    listOf: async (userId) =>
      state.apiKeys
        .filter((each) => each.userId === userId)
        .map(({ digest: _, ...key }) => key)
        .sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime() || (a.id < b.id ? 1 : -1)),
    setEnabled: async (id, enabled) => {
      state.apiKeys = state.apiKeys.map((each) => (each.id === id ? { ...each, enabled } : each));
    },
    meterOf: async ({ id }) => state.keyMeters.get(id) as KeyMeter,
    saveMeter: async ({ id }, meter) => void state.keyMeters.set(id, meter),
    listMeters: async (userId) => {
      const own = state.apiKeys.filter((each) => each.userId === userId);
      return new Map(own.map(({ id }) => [id, state.keyMeters.get(id) as KeyMeter]));
    },
  };
}

function withoutDigest(row: (ApiKey & { digest: string }) | undefined): ApiKey | null {
  if (!row) return null;
  const { digest: _, ...key } = row;
  return key;
}
