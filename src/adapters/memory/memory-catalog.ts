import { isDeepStrictEqual } from 'node:util';
import type { Packages, SoldApis } from '../../domain/catalog/catalog-stores.ts';
import type { MemoryState } from './memory-state.ts';

const byCode = (a: { code: string }, b: { code: string }): number => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0);

export function memoryPackages(state: MemoryState): Packages {
  return {
    find: async (id) => state.packages.find((each) => each.id === id) ?? null,
    list: async () => [...state.packages].sort((a, b) => a.sort - b.sort || byCode(a, b)),
    put: async (id, offer) => {
      const present = state.packages.find((each) => each.code === offer.code);
      if (!present) {
        state.packages.push({ ...offer, id });
        return 'added';
      }
      const next = { ...offer, id: present.id };
      if (isDeepStrictEqual(present, next)) return 'unchanged';
      state.packages = state.packages.map((each) => (each === present ? next : each));
      return 'changed';
    },
  };
}

export function memorySoldApis(state: MemoryState): SoldApis {
  return {
    find: async (code) => state.soldApis.find((each) => each.code === code) ?? null,
    list: async () => [...state.soldApis].sort(byCode),
    put: async (api) => {
      const present = state.soldApis.find((each) => each.code === api.code);
      if (!present) {
        state.soldApis.push(api);
        return 'added';
      }
      if (isDeepStrictEqual(present, api)) return 'unchanged';
      state.soldApis = state.soldApis.map((each) => (each === present ? api : each));
      return 'changed';
    },
  };
}
