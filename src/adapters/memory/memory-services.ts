import type { Services } from '../../domain/keyvault/key-stores.ts';
import type { Service } from '../../domain/keyvault/service.ts';
import type { ServiceId } from '../../domain/shared/ids.ts';
import type { MemoryState } from './memory-state.ts';
import { refuseDuplicate } from './refuse-duplicate.ts';

type Credential = { readonly serviceId: ServiceId; readonly createdAt: Date; readonly expiresAt: Date | null };

const newestFirst = <T extends Credential>(all: readonly T[], id: ServiceId): T[] =>
  all.filter(({ serviceId }) => serviceId === id).sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime());

function endAll<T extends Credential>(all: readonly T[], id: ServiceId, at: Date): { ended: T[]; changed: number } {
  const lives = ({ serviceId, expiresAt }: T) => serviceId === id && (expiresAt === null || expiresAt > at);
  const ended = all.map((each) => (lives(each) ? { ...each, expiresAt: at } : each));
  return { ended, changed: all.filter(lives).length };
}

export function memoryServices(state: MemoryState): Services {
  return {
    lockName: async () => {},
    add: async (service) => {
      refuseDuplicate(
        state.services.some(({ name }) => name === service.name),
        'name of a service',
      );
      state.services.push(service);
    },
    addToken: async (token, digest) => {
      refuseDuplicate(
        state.serviceTokens.some((each) => each.digest === digest),
        'digest of a token',
      );
      state.serviceTokens.push({ ...token, digest });
    },
    addSecret: async (secret) => void state.signingSecrets.push(secret),
    findByToken: async (wanted) => {
      const found = state.serviceTokens.find(({ digest }) => digest === wanted);
      if (!found) return null;
      const { digest: _, ...token } = found;
      const service = state.services.find(({ id }) => id === token.serviceId) as Service;
      return { service, token, secrets: newestFirst(state.signingSecrets, service.id) };
    },
    find: async (wanted) => state.services.find(({ id }) => id === wanted) ?? null,
    findByName: async (wanted) => state.services.find(({ name }) => name === wanted) ?? null,
    findSecret: async (wanted) => state.signingSecrets.find(({ id }) => id === wanted) ?? null,
    list: async () => [...state.services].sort((a, b) => (a.name < b.name ? -1 : 1)),
    listTokens: async (id) => newestFirst(state.serviceTokens, id).map(({ digest: _, ...token }) => token),
    listSecrets: async (id) => newestFirst(state.signingSecrets, id),
    endTokens: async (id, at) => {
      const { ended, changed } = endAll(state.serviceTokens, id, at);
      state.serviceTokens = ended;
      return changed;
    },
    endSecrets: async (id, at) => {
      const { ended, changed } = endAll(state.signingSecrets, id, at);
      state.signingSecrets = ended;
      return changed;
    },
    save: async (service) => {
      state.services = state.services.map((each) => (each.id === service.id ? service : each));
    },
  };
}
