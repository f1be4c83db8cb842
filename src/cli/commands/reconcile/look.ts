import { type Command, InvalidArgumentError, Option } from 'commander';
import { z } from 'zod';
import { listDifferences, listReports } from '../../../application/reconciliation/read-report.ts';
import { DIFFERENCE_CLASSES, type DifferenceClass } from '../../../domain/ordering/reconciliation/difference.ts';
import type { Report } from '../../../domain/ordering/reconciliation/report.ts';
import { fen } from '../../../domain/shared/fen.ts';
import { answersJson } from '../../face/answer.ts';
import { withExamples } from '../../face/examples.ts';
import { inColumns } from '../../system/catalog-file/in-columns.ts';
import { DifferencesFound } from '../differences-found.ts';
import { withDatabase } from '../with-database.ts';
import { asYuan } from '../yuan.ts';
import { findReport } from './find-report.ts';
import { type ReportName, readReportName } from './read-days.ts';
import { differenceJson, reportJson, reportShape, reportWithDifferences } from './report-shape.ts';
import { differencesText, reportCsv, reportText } from './report-text.ts';

type ShowOptions = { readonly class?: DifferenceClass; readonly open?: true; readonly csv?: true };

export function registerShow(reconcile: Command): void {
  const command = reconcile
    .command('show')
    .argument('[report]', 'a day in Beijing, or rec_…; by default the last day', readReportName)
    .description('what a comparison has found; exit status 3 where differences are left')
    .addOption(new Option('--class <class>', 'only these').choices(DIFFERENCE_CLASSES))
    .option('--open', 'only those that are not resolved')
    .addOption(new Option('--csv', 'for spreadsheets').conflicts('json'));
  withExamples(command, 'reconcile show', 'reconcile show 2026-11-26 --class missing_here', 'reconcile show --csv');
  const tell = answersJson(command, reportWithDifferences);
  command.action((name: ReportName | undefined, { class: wanted, open, csv }: ShowOptions) =>
    withDatabase(async ({ uow }) => {
      const report = await findReport(uow, name);
      const filter = { ...(wanted && { class: wanted }), ...(open && { openOnly: true as const }) };
      const differences = await listDifferences({ uow })(report.id, filter);
      if (csv) process.stdout.write(reportCsv(report, differences));
      else {
        const said = differences.map((difference) => differenceJson(report, difference));
        tell({ ...reportJson(report), differences: said }, () => reportText(report, differences));
      }
      if (report.open > 0) throw new DifferencesFound(`${differencesText({ ...report, found: report.open })} left`);
    }),
  );
}

export function registerList(reconcile: Command): void {
  const command = reconcile
    .command('list')
    .description('comparisons, newest first')
    .option('--limit <number>', 'how many at most', readLimit, 50);
  withExamples(command, 'reconcile list', 'reconcile list --limit 7 --json');
  const tell = answersJson(command, z.strictObject({ reports: z.array(reportShape) }));
  command.action(({ limit }: { readonly limit: number }) =>
    withDatabase(async ({ uow }) => {
      const reports = await listReports({ uow })(limit);
      tell({ reports: reports.map(reportJson) }, () => inColumns(reports.map(columns)).join('\n'));
    }),
  );
}

function columns(report: Report): string[] {
  const { id, day, payments, refunds, paid_fen, asked_by } = reportJson(report);
  const sums = `${payments} payments of ¥${asYuan(fen(paid_fen))}, ${refunds} refunds`;
  return [day, id, sums, differencesText(report), asked_by ?? 'the worker of the night'];
}

function readLimit(text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('expected a number from 1 to 9999');
}
