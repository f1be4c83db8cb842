import { type Command, Option } from 'commander';
import { z } from 'zod';
import { listDifferences } from '../../../application/reconciliation/read-report.ts';
import type { Report, ReportedDifference } from '../../../domain/ordering/reconciliation/report.ts';
import type { BeijingDay } from '../../../domain/shared/beijing-time.ts';
import { answersJson } from '../../face/answer.ts';
import { withExamples } from '../../face/examples.ts';
import { TryLater } from '../../face/failures.ts';
import { progress } from '../../face/progress.ts';
import { DifferencesFound } from '../differences-found.ts';
import { BY, operatorName } from '../operator-name.ts';
import { daysWanted, readDay } from './read-days.ts';
import { differenceJson, reportJson, reportWithDifferences } from './report-shape.ts';
import { reportText } from './report-text.ts';
import { type BillTools, withBills } from './with-bills.ts';

type Options = {
  readonly day?: BeijingDay;
  readonly from?: BeijingDay;
  readonly to?: BeijingDay;
  readonly by?: string;
};
type Compared = { readonly report: Report; readonly differences: readonly ReportedDifference[] };

export function registerRun(reconcile: Command): void {
  const command = reconcile
    .command('run')
    .description(
      'download the bills of a day and compare them; exit status 3 where something differs, 75 before they are ready',
    )
    .addOption(
      new Option('--day <day>', 'in Beijing; by default the last one whose bill should be there')
        .argParser(readDay)
        .conflicts(['from', 'to']),
    )
    .option('--from <day>', 'the first of several', readDay)
    .option('--to <day>', 'the last one; by default as --day', readDay)
    .option(...BY);
  withExamples(command, 'reconcile run', 'reconcile run --day 2026-11-26', 'reconcile run --from 2026-11-01 --json');
  const tell = answersJson(command, z.strictObject({ reports: z.array(reportWithDifferences) }));
  command.action((options: Options) =>
    withBills(async (tools) => {
      const askedBy = operatorName(options.by);
      const days = daysWanted(options, await tools.uow.run(({ clock }) => clock.now()));
      const compared: Compared[] = [];
      for (const day of days) compared.push(await compareOne(tools, day, askedBy));
      tell({ reports: compared.map(json) }, () => compared.map(text).join('\n\n'));
      const open = compared.reduce((total, { report }) => total + report.open, 0);
      if (open > 0) throw new DifferencesFound(`${open} ${open === 1 ? 'difference' : 'differences'} left`);
    }),
  );
}

async function compareOne({ uow, compareDay }: BillTools, day: BeijingDay, askedBy: string): Promise<Compared> {
  const { advance, end } = progress(`${day}, lines of the bill:`, null);
  const outcome = await compareDay({ day, askedBy, onProgress: advance }).finally(end);
  if (outcome.kind === 'not_ready') {
    throw new TryLater(`WeChat has not made the bill of ${day} yet: it is there from 10:00 in Beijing on the next day`);
  }
  if (outcome.kind === 'under_way') throw new TryLater(`somebody else is comparing ${day} at the moment`);
  const { report } = outcome;
  return { report, differences: await listDifferences({ uow })(report.id, {}) };
}

const json = ({ report, differences }: Compared) => ({
  ...reportJson(report),
  differences: differences.map((difference) => differenceJson(report, difference)),
});

const text = ({ report, differences }: Compared): string => reportText(report, differences);
