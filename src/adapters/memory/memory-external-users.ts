import type { ExternalUser, ExternalUsers } from '../../domain/identity/external-user.ts';
import type { UserId } from '../../domain/shared/ids.ts';
import type { MemoryState } from './memory-state.ts';
import { refuseDuplicate } from './refuse-duplicate.ts';

export function memoryExternalUsers(state: MemoryState): ExternalUsers {
  const find: ExternalUsers['find'] = async (serviceId, externalId) =>
    state.externalUsers.find((each) => each.serviceId === serviceId && each.externalId === externalId)?.userId ?? null;
  /** From a user, over those whom he was merged into, to the one who is there now. */
  const wayFrom = (id: UserId): readonly [UserId, ...UserId[]] => {
    const mergedInto = state.users.find((each) => each.id === id)?.mergedInto;
    return mergedInto ? [id, ...wayFrom(mergedInto)] : [id];
  };
  const presentOf = (id: UserId): UserId => wayFrom(id).at(-1) ?? id;
  const isActive = (id: UserId): boolean => state.users.some((each) => each.id === id && each.status === 'active');
  return {
    lock: async () => {},
    find,
    add: async (mapping) => {
      refuseDuplicate((await find(mapping.serviceId, mapping.externalId)) !== null, 'id of an external user');
      state.externalUsers.push(mapping);
    },
    listOf: async (userId) =>
      state.externalUsers
        .filter((each) => wayFrom(each.userId).includes(userId))
        .map((each) => ({ ...each, userId }))
        .sort(byAge),
    listMapped: async (serviceIds, { after, limit }) => {
      const own = state.externalUsers.filter(({ serviceId }) => serviceIds.includes(serviceId));
      const mapped = [...new Set(own.map(({ userId }) => userId))].filter((id) => after === null || id > after).sort();
      const page = mapped.slice(0, limit);
      return {
        userIds: page.map(presentOf).filter(isActive),
        next: page.length < limit ? null : (page.at(-1) ?? null),
      };
    },
    removeAllOf: async (userId) => {
      state.externalUsers = state.externalUsers.filter((each) => each.userId !== userId);
    },
  };
}

const byAge = (a: ExternalUser, b: ExternalUser): number =>
  a.createdAt.getTime() - b.createdAt.getTime() ||
  (`${a.serviceId} ${a.externalId}` < `${b.serviceId} ${b.externalId}` ? -1 : 1);
