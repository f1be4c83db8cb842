import type { ApiKey } from '../../domain/keyvault/api-key.ts';
import type { ApiKeys, Services } from '../../domain/keyvault/key-stores.ts';
import type { Service } from '../../domain/keyvault/service.ts';
import type { MemoryState } from './memory-state.ts';
import { refuseDuplicate } from './refuse-duplicate.ts';

export function memoryApiKeys(state: MemoryState): ApiKeys {
  return {
    lockOwner: async () => {},
    add: async (key, digest) => {
      refuseDuplicate(
        state.apiKeys.some((each) => each.digest === digest),
        'digest of a key',
      );
      state.apiKeys.push({ ...key, digest });
    },
    findByDigest: async (digest) => withoutDigest<ApiKey>(state.apiKeys.find((each) => each.digest === digest)),
    find: async (id) => withoutDigest<ApiKey>(state.apiKeys.find((each) => each.id === id)),
    listOf: async (userId) =>
      state.apiKeys
        .filter((each) => each.userId === userId)
        .map(({ digest: _, ...key }) => key)
        .sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime() || (a.id < b.id ? 1 : -1)),
    setEnabled: async (id, enabled) => {
      state.apiKeys = state.apiKeys.map((each) => (each.id === id ? { ...each, enabled } : each));
    },
  };
}

export function memoryServices(state: MemoryState): Services {
  return {
    lockName: async () => {},
    add: async (service, digest) => {
      refuseDuplicate(
        state.services.some((each) => each.name === service.name || each.digest === digest),
        'name or digest of a service',
      );
      state.services.push({ ...service, digest });
    },
    findByDigest: async (digest) => withoutDigest<Service>(state.services.find((each) => each.digest === digest)),
    findByName: async (name) => withoutDigest<Service>(state.services.find((each) => each.name === name)),
  };
}

function withoutDigest<T>(row: (T & { digest: string }) | undefined): T | null {
  if (!row) return null;
  const { digest: _, ...rest } = row;
  return rest as T;
}
