import type { Report } from '../../domain/ordering/reconciliation/report.ts';
import { BILL_RETRY_MS, billDaysAt } from '../../domain/ordering/trade-bill.ts';
import type { DoneBy } from '../../domain/shared/audit.ts';
import type { BeijingDay } from '../../domain/shared/beijing-time.ts';
import type { RaiseAlarm } from '../shared/alarm.ts';
import type { ReportFault } from '../shared/run-each.ts';
import type { Sweep } from '../shared/sweep.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';
import type { ApplyDifferences } from './apply-differences.ts';
import type { CompareDay } from './compare-day.ts';
import type { ReadReport } from './read-report.ts';

type Dependencies = {
  readonly uow: UnitOfWork<'billDays' | 'clock'>;
  readonly compareDay: CompareDay;
  readonly applyDifferences: ApplyDifferences;
  readonly readReport: ReadReport;
  readonly raiseAlarm: RaiseAlarm;
  readonly reportFault: ReportFault;
};

/**
 * The last net: once a day, compares the provider's bills of the day before with our books, and does what they tell of money
 * that came in, or went back, without our hearing of it. What differs after that calls a person. A day is done when all that can
 * be applied was looked at; until then it comes back.
 */
export const reconcileBills = (dependencies: Dependencies): Sweep => ({
  name: 'reconcile-bills',
  everyMs: 10 * 60_000,
  run: async (signal) => {
    const { uow, reportFault } = dependencies;
    const days = await uow.run(async ({ clock }) => billDaysAt(await clock.now()));
    // One after the other: a bill can be large.
    for (const day of days) {
      if (signal.aborted) return;
      await reconcile(dependencies, day, signal).catch(reportFault);
    }
  },
});

const BY_ITSELF: DoneBy = { actor: { kind: 'system' }, requestId: null };

async function reconcile(dependencies: Dependencies, day: BeijingDay, signal: AbortSignal): Promise<void> {
  const { uow, compareDay, applyDifferences, readReport, raiseAlarm } = dependencies;
  const isDue = await uow.run(async ({ billDays, clock }) => {
    const now = await clock.now();
    return billDays.claim(day, now, new Date(now.getTime() + BILL_RETRY_MS));
  });
  if (!isDue) return;
  const outcome = await compareDay({ day, askedBy: null });
  if (outcome.kind !== 'compared') return;
  const { id } = outcome.report;
  const applied = await applyDifferences(id, { by: BY_ITSELF, reason: 'the bill of the day', signal });
  if (signal.aborted || applied.some((each) => each.outcome === 'fault')) return;
  await uow.run(async ({ billDays, clock }) => billDays.finish(day, await clock.now()));
  const report = await readReport(id);
  if (report && report.open > 0) raiseAlarm('bill_differs', detailOf(report));
}

const detailOf = ({ id, day, open }: Report) => ({ reconciliationId: id, day, differences: String(open) });
