import type { LoginTickets } from '../../domain/identity/login-tickets.ts';
import type { MemoryState } from './memory-state.ts';
import { refuseDuplicate } from './refuse-duplicate.ts';

type Kept = MemoryState['loginTickets'][number];

export function memoryLoginTickets(state: MemoryState): LoginTickets {
  const find = (wanted: (ticket: Kept) => boolean) => {
    const found = state.loginTickets.find(wanted);
    if (!found) return null;
    const { digest: _, ...ticket } = found;
    return ticket;
  };
  return {
    lockClient: async () => {},
    countWaiting: async (askedFrom, since) =>
      state.loginTickets.filter(
        (each) => each.state === 'waiting' && each.askedFrom === askedFrom && each.createdAt > since,
      ).length,
    add: async (ticket, digest) => {
      refuseDuplicate(
        state.loginTickets.some(({ scene }) => scene === ticket.scene),
        'scene of a login',
      );
      state.loginTickets.push({ ...ticket, digest });
    },
    lockByScene: async (scene) => find((each) => each.scene === scene),
    lockForBrowser: async (id, digest) => find((each) => each.id === id && each.digest === digest),
    save: async (ticket) => {
      state.loginTickets = state.loginTickets.map((each) =>
        each.id === ticket.id ? { ...ticket, digest: each.digest } : each,
      );
    },
    removeBefore: async (createdBefore, limit) => {
      const old = state.loginTickets.filter(({ createdAt }) => createdAt < createdBefore).slice(0, limit);
      state.loginTickets = state.loginTickets.filter((each) => !old.includes(each));
      return old.length;
    },
  };
}
