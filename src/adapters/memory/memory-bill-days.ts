import type { BillDays } from '../../domain/ordering/trade-bill.ts';
import type { MemoryState } from './memory-state.ts';

export const memoryBillDays = (state: MemoryState): BillDays => ({
  claim: async (day, now, retryAt) => {
    const known = state.billDays.get(day);
    if (known && (known.nextTryAt === null || known.nextTryAt > now)) return false;
    state.billDays.set(day, { nextTryAt: retryAt });
    return true;
  },
  finish: async (day) => {
    state.billDays.set(day, { nextTryAt: null });
  },
});
