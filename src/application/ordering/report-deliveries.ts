import {
  deliveryOf,
  isHopeless,
  isLate,
  nextReportAt,
  type OwedReport,
  type ReportEnd,
} from '../../domain/ordering/deliveries.ts';
import type { DeliveryReporters, ReportOutcome } from '../../domain/ordering/delivery.ts';
import { isSettled } from '../../domain/ordering/order.ts';
import type { RaiseAlarm } from '../shared/alarm.ts';
import { type ReportFault, runDue } from '../shared/run-each.ts';
import type { Sweep } from '../shared/sweep.ts';
import type { Stores, UnitOfWork } from '../shared/unit-of-work.ts';

type Needed = 'deliveries' | 'orders' | 'clock';
type Dependencies = {
  readonly uow: UnitOfWork<Needed>;
  readonly reporters: DeliveryReporters;
  readonly raiseAlarm: RaiseAlarm;
  readonly reportFault: ReportFault;
};

/**
 * Tells providers of what was delivered. The next try is scheduled before this one is made, so that two workers never tell at
 * once; where one does, or a crash comes in between, telling again is harmless.
 */
export const reportDeliveries = (dependencies: Dependencies): Sweep => ({
  name: 'report-deliveries',
  everyMs: 10_000,
  run: async (signal) => {
    const { uow, reportFault } = dependencies;
    const take = (limit: number) => uow.run((stores) => takeReports(stores, limit));
    await runDue(take, (report) => tellOrComeBack(dependencies, report), { signal, reportFault });
  },
});

async function takeReports({ deliveries, clock }: Pick<Stores, Needed>, limit: number): Promise<OwedReport[]> {
  const now = await clock.now();
  const due = await deliveries.takeDue(now, limit);
  for (const { outTradeNo, tries } of due) {
    await deliveries.scheduleReport(outTradeNo, tries + 1, nextReportAt(tries + 1, now));
  }
  return due;
}

async function tellOrComeBack(dependencies: Dependencies, report: OwedReport): Promise<void> {
  let outcome: ReportOutcome = 'not_yet';
  try {
    outcome = await tell(dependencies, report);
  } finally {
    // A fault goes on to the caller, but an old report is noticed also where every try ends in one.
    if (outcome === 'not_yet') await noticeAge(dependencies, report);
  }
  if (outcome === 'done') await end(dependencies, report, { state: 'done' });
  else if (outcome !== 'not_yet') await end(dependencies, report, { state: 'refused', reason: outcome.reason });
}

async function tell({ uow, reporters }: Dependencies, { outTradeNo }: OwedReport): Promise<ReportOutcome> {
  const { found, now } = await uow.run(async ({ orders, clock }) => ({
    ...{ found: await orders.lock(outTradeNo), now: await clock.now() },
  }));
  const reporter = found && reporters.get(found.attempt.gateway);
  // The operator may have switched it off by mistake, and the provider may still be waiting.
  if (!reporter || !isSettled(found.order)) return 'not_yet';
  if (found.order.status === 'refunded') return { kind: 'refused', reason: 'refunded' };
  return reporter.report(deliveryOf(found.order, found.attempt), now);
}

async function noticeAge({ uow, raiseAlarm }: Dependencies, report: OwedReport): Promise<void> {
  const { outTradeNo, owedSince } = report;
  const noticed = await uow.run(async ({ deliveries, clock }) => {
    const now = await clock.now();
    if (isHopeless(report, now)) {
      await deliveries.end(outTradeNo, { state: 'given_up' }, now);
      return 'given_up';
    }
    return isLate(report, now) && (await deliveries.claimAlarm(outTradeNo, now)) ? 'late' : null;
  });
  if (noticed) raiseAlarm('delivery_not_reported', { outTradeNo, owedSince: owedSince.toISOString(), state: noticed });
}

const end = ({ uow }: Dependencies, { outTradeNo }: OwedReport, how: ReportEnd): Promise<void> =>
  uow.run(async ({ deliveries, clock }) => deliveries.end(outTradeNo, how, await clock.now()));
