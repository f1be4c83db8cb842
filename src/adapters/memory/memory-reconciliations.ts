import { type BillLine, providerNoOf } from '../../domain/ordering/reconciliation/bill-line.ts';
import { milliFen } from '../../domain/ordering/reconciliation/milli-fen.ts';
import {
  type BillLines,
  type Reconciliations,
  type Report,
  UNDER_WAY_MS,
} from '../../domain/ordering/reconciliation/report.ts';
import type { PackageSales } from '../../domain/ordering/reconciliation/revenue.ts';
import { fen } from '../../domain/shared/fen.ts';
import type { ReconciliationId } from '../../domain/shared/ids.ts';
import type { MemoryState, StoredReconciliation } from './memory-state.ts';
import { refuseDuplicate } from './refuse-duplicate.ts';

export const memoryBillLines = (state: MemoryState): BillLines => ({
  keep: async (lines) => {
    for (const line of lines) {
      refuseDuplicate(
        state.billLines.some((each) => each.mchid === line.mchid && each.day === line.day && each.line === line.line),
        'line of a bill',
      );
      state.billLines.push(line);
    }
  },
  ofPayment: async (outTradeNo) =>
    state.billLines
      .filter((line) => line.outTradeNo === outTradeNo)
      .sort((a, b) => a.at.getTime() - b.at.getTime() || byPlace(a, b)),
  ofProviderNos: async (providerNos) =>
    state.billLines.filter((line) => providerNos.includes(providerNoOf(line))).sort(byPlace),
  repeatedIn: async (mchid, day) => {
    const ofBill = state.billLines.filter((line) => line.mchid === mchid && line.day === day).sort(byPlace);
    return ofBill.filter((line, index) => ofBill.findIndex((earlier) => tellsSame(earlier, line)) < index);
  },
  salesBetween: async (first, last) => {
    const lines = state.billLines.filter(({ day }) => first <= day && day <= last);
    return salesOf(
      state,
      lines.filter((line) => !hasFailed(state, line)),
    );
  },
});

const byPlace = (a: BillLine, b: BillLine): number => (a.day === b.day ? a.line - b.line : a.day < b.day ? -1 : 1);

const tellsSame = (a: BillLine, b: BillLine): boolean =>
  a.transactionId === b.transactionId && refundNoOf(a) === refundNoOf(b);
const refundNoOf = (line: BillLine): string | null => (line.kind === 'refund' ? line.outRefundNo : null);

const hasFailed = ({ refunds }: MemoryState, line: BillLine): boolean =>
  line.kind === 'refund' &&
  (line.state === 'closed' ||
    refunds.some(({ refund }) => refund.outRefundNo === line.outRefundNo && refund.status === 'failed'));

function salesOf(state: MemoryState, lines: readonly BillLine[]): PackageSales[] {
  const sales = new Map<string, PackageSales>();
  for (const line of lines) {
    const orderId = state.attempts.get(line.outTradeNo)?.orderId;
    const terms = state.orders.find(({ id }) => id === orderId)?.terms;
    if (!terms) continue;
    const { packageCode, packageName } = terms;
    const before = sales.get(packageCode) ?? {
      ...{ packageCode, packageName, payments: 0, refunds: 0, paidFen: fen(0), refundedFen: fen(0) },
      feeMilliFen: milliFen(0),
    };
    const isPayment = line.kind === 'payment';
    sales.set(packageCode, {
      ...before,
      payments: before.payments + (isPayment ? 1 : 0),
      refunds: before.refunds + (isPayment ? 0 : 1),
      paidFen: fen(before.paidFen + (isPayment ? line.amountFen : 0)),
      refundedFen: fen(before.refundedFen + (isPayment ? 0 : line.amountFen)),
      feeMilliFen: milliFen(before.feeMilliFen + line.feeMilliFen),
    });
  }
  return [...sales.values()].sort((a, b) => (a.packageCode < b.packageCode ? -1 : 1));
}

export function memoryReconciliations(state: MemoryState): Reconciliations {
  const change = (id: ReconciliationId, of: (stored: StoredReconciliation) => Partial<StoredReconciliation>): void => {
    state.reconciliations = state.reconciliations.map((each) => (each.id === id ? { ...each, ...of(each) } : each));
  };
  const finished = (): Report[] => state.reconciliations.flatMap(reportOf);
  return {
    begin: async (begun) => {
      const { mchid, day, begunAt } = begun;
      const isOfBill = (each: { readonly mchid: string; readonly day: string }) =>
        each.mchid === mchid && each.day === day;
      const open = state.reconciliations.filter((each) => isOfBill(each) && !each.end);
      if (open.some((each) => begunAt.getTime() - each.begunAt.getTime() < UNDER_WAY_MS)) return false;
      state.reconciliations = state.reconciliations.filter((each) => !open.includes(each));
      state.billLines = state.billLines.filter((line) => !isOfBill(line));
      state.reconciliations.push({ ...begun, end: null, differences: [] });
      return true;
    },
    addDifferences: async (id, differences) => {
      const added = differences.map((difference) => ({ ...difference, resolved: null }));
      change(id, (stored) => ({ differences: [...stored.differences, ...added] }));
    },
    finish: async (id, finishedAt, summary) => change(id, () => ({ end: { finishedAt, summary } })),
    abandon: async (id) => {
      state.reconciliations = state.reconciliations.filter((each) => each.id !== id || each.end);
    },
    find: async (id) => finished().find((report) => report.id === id) ?? null,
    latestBetween: async (first, last) => {
      const newest = new Map(finished().map((report) => [report.day, report]));
      return [...newest.values()]
        .filter(({ day }) => first <= day && day <= last)
        .sort((a, b) => (a.day < b.day ? -1 : 1));
    },
    list: async (limit) => finished().reverse().slice(0, limit),
    differencesOf: async (id, filter) =>
      (state.reconciliations.find((each) => each.id === id)?.differences ?? [])
        .filter((each) => (filter.class ?? each.class) === each.class && !(filter.openOnly && each.resolved))
        .sort((a, b) => a.no - b.no),
    resolve: async (id, no, at, by) =>
      change(id, ({ differences }) => ({
        differences: differences.map((each) =>
          each.no === no && !each.resolved ? { ...each, resolved: { at, by } } : each,
        ),
      })),
  };
}

function reportOf({ end, differences, ...begun }: StoredReconciliation): Report[] {
  if (!end) return [];
  const open = differences.filter(({ resolved }) => !resolved).length;
  return [{ ...begun, ...end, found: differences.length, open }];
}
