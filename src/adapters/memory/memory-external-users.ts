import type { ExternalUsers } from '../../domain/identity/external-user.ts';
import type { MemoryState } from './memory-state.ts';
import { refuseDuplicate } from './refuse-duplicate.ts';

export function memoryExternalUsers(state: MemoryState): ExternalUsers {
  const find: ExternalUsers['find'] = async (serviceId, externalId) =>
    state.externalUsers.find((each) => each.serviceId === serviceId && each.externalId === externalId)?.userId ?? null;
  return {
    lock: async () => {},
    find,
    add: async (mapping) => {
      refuseDuplicate((await find(mapping.serviceId, mapping.externalId)) !== null, 'id of an external user');
      state.externalUsers.push(mapping);
    },
    removeAllOf: async (userId) => {
      state.externalUsers = state.externalUsers.filter((each) => each.userId !== userId);
    },
  };
}
