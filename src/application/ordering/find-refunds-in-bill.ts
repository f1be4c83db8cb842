import { BILL_RETRY_MS, billDaysAt, type TradeBills } from '../../domain/ordering/trade-bill.ts';
import type { BeijingDay } from '../../domain/shared/beijing-time.ts';
import { type ReportFault, runEach } from '../shared/run-each.ts';
import type { Sweep } from '../shared/sweep.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';
import type { LookAtBillRow } from './look-at-bill-row.ts';

type Dependencies = {
  readonly uow: UnitOfWork<'billDays' | 'clock'>;
  readonly tradeBills: TradeBills;
  readonly lookAtBillRow: LookAtBillRow;
  readonly reportFault: ReportFault;
};

/**
 * The last net: once a day, looks through the provider's bill of the day before for money that went back, or came in,
 * without our hearing of it. A day is done when every row of its bill was looked at; until then it comes back.
 */
export const findRefundsInBill = (dependencies: Dependencies): Sweep => ({
  name: 'find-refunds-in-bill',
  everyMs: 10 * 60_000,
  run: async (signal) => {
    const { uow, reportFault } = dependencies;
    const days = await uow.run(async ({ clock }) => billDaysAt(await clock.now()));
    // One after the other: a bill can be large.
    for (const day of days) {
      if (signal.aborted) return;
      await lookThrough(dependencies, day, signal).catch(reportFault);
    }
  },
});

async function lookThrough(
  { uow, tradeBills, lookAtBillRow, reportFault }: Dependencies,
  day: BeijingDay,
  signal: AbortSignal,
): Promise<void> {
  const isDue = await uow.run(async ({ billDays, clock }) => {
    const now = await clock.now();
    return billDays.claim(day, now, new Date(now.getTime() + BILL_RETRY_MS));
  });
  if (!isDue) return;
  const bill = await tradeBills.fetch(day);
  if (bill.kind === 'not_ready') return;
  let faults = 0;
  const noteFault: ReportFault = (error) => {
    faults += 1;
    reportFault(error);
  };
  const rows = bill.kind === 'bill' ? bill.rows : [];
  // Payments first: a refund may be of one that the same bill tells us of.
  for (const kind of ['payment', 'refund'] as const) {
    const some = rows.filter((row) => row.kind === kind);
    await runEach(some, lookAtBillRow, { signal, reportFault: noteFault });
  }
  if (faults > 0 || signal.aborted) return;
  await uow.run(async ({ billDays, clock }) => billDays.finish(day, await clock.now()));
}
