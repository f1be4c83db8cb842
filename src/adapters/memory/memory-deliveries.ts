import type { Deliveries } from '../../domain/ordering/deliveries.ts';
import type { OutTradeNo } from '../../domain/shared/ids.ts';
import type { MemoryState, StoredReport } from './memory-state.ts';
import { refuseDuplicate } from './refuse-duplicate.ts';

export function memoryDeliveries(state: MemoryState): Deliveries {
  const isPending = ({ end }: StoredReport): boolean => end === null;
  const change = (outTradeNo: OutTradeNo, changed: Partial<StoredReport>): boolean => {
    const stored = state.deliveries.get(outTradeNo);
    if (!stored || !isPending(stored)) return false;
    state.deliveries.set(outTradeNo, { ...stored, ...changed });
    return true;
  };

  return {
    owe: async (report, nextReportAt) => {
      refuseDuplicate(state.deliveries.has(report.outTradeNo), 'report of a delivery');
      state.deliveries.set(report.outTradeNo, { report, nextReportAt, alarmed: false, end: null, endedAt: null });
    },
    takeDue: async (now, limit) =>
      [...state.deliveries.values()]
        .filter((stored) => isPending(stored) && stored.nextReportAt <= now)
        .sort((a, b) => a.nextReportAt.getTime() - b.nextReportAt.getTime())
        .slice(0, limit)
        .map(({ report }) => report),
    scheduleReport: async (outTradeNo, tries, nextReportAt) => {
      const stored = state.deliveries.get(outTradeNo);
      if (stored) change(outTradeNo, { report: { ...stored.report, tries }, nextReportAt });
    },
    claimAlarm: async (outTradeNo) =>
      state.deliveries.get(outTradeNo)?.alarmed === false && change(outTradeNo, { alarmed: true }),
    end: async (outTradeNo, end, endedAt) => void change(outTradeNo, { end, endedAt }),
    stateOf: async (outTradeNo) => {
      const stored = state.deliveries.get(outTradeNo);
      return stored ? (stored.end ?? { state: 'pending' }) : null;
    },
  };
}
