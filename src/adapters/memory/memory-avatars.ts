import { type Avatars, avatarName } from '../../domain/identity/avatar.ts';
import type { MemoryState } from './memory-state.ts';

export function memoryAvatars(state: MemoryState): Avatars {
  const removeUnlessShown = (name: string): void => {
    if (!state.users.some(({ avatar }) => avatar === name)) state.avatars.delete(name);
  };
  return {
    find: async (name) => state.avatars.get(name) ?? null,
    replace: async (old, shown) => {
      if (shown && !state.avatars.has(avatarName(shown))) state.avatars.set(avatarName(shown), shown);
      if (old !== null) removeUnlessShown(old);
    },
    removeAllOf: async (userId) => {
      const name = state.users.find(({ id }) => id === userId)?.avatar ?? null;
      state.users = state.users.map((each) => (each.id === userId ? { ...each, avatar: null } : each));
      if (name !== null) removeUnlessShown(name);
    },
  };
}
