import { readLatestReports, readReport } from '../../../application/reconciliation/read-report.ts';
import type { UnitOfWork } from '../../../application/shared/unit-of-work.ts';
import type { Report } from '../../../domain/ordering/reconciliation/report.ts';
import { lastBillDayAt } from '../../../domain/ordering/trade-bill.ts';
import type { BeijingDay } from '../../../domain/shared/beijing-time.ts';
import { ExpectedFailure } from '../../system/expected-failure.ts';
import type { ReportName } from './read-days.ts';

type Uow = UnitOfWork<'reconciliations' | 'clock'>;

/** The report of this name; of the last day, where none is named. */
export async function findReport(uow: Uow, name: ReportName | undefined): Promise<Report> {
  if (name && 'id' in name) {
    const report = await readReport({ uow })(name.id);
    if (!report) throw new ExpectedFailure('there is no such report, or it is not finished');
    return report;
  }
  const day = name?.day ?? (await uow.run(async ({ clock }) => lastBillDayAt(await clock.now())));
  return (await latestOf(uow, day)) ?? missing(day);
}

async function latestOf(uow: Uow, day: BeijingDay): Promise<Report | undefined> {
  return (await readLatestReports({ uow })(day, day)).at(-1);
}

function missing(day: BeijingDay): never {
  throw new ExpectedFailure(`nothing was compared for ${day} yet: seahorse reconcile run --day ${day}`);
}
