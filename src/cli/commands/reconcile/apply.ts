import type { Command } from 'commander';
import { z } from 'zod';
import type { AppliedDifference } from '../../../application/reconciliation/apply-differences.ts';
import { listDifferences, readReport } from '../../../application/reconciliation/read-report.ts';
import { canBeApplied } from '../../../domain/ordering/reconciliation/difference.ts';
import type { Report, ReportedDifference } from '../../../domain/ordering/reconciliation/report.ts';
import { answersJson } from '../../face/answer.ts';
import { withExamples } from '../../face/examples.ts';
import { PartlyDone } from '../../face/failures.ts';
import { approve, DRY_RUN, MOVES, YES } from '../approve.ts';
import { DifferencesFound } from '../differences-found.ts';
import { readReason } from '../ledger/read-options.ts';
import { BY, byOperator } from '../operator-name.ts';
import { withDatabase } from '../with-database.ts';
import { findReport } from './find-report.ts';
import { type ReportName, readReportName } from './read-days.ts';
import { differenceJson, differenceShape } from './report-shape.ts';
import { withBills } from './with-bills.ts';

type Options = { readonly reason: string; readonly by?: string; readonly dryRun?: true; readonly yes?: true };

const shape = z.strictObject({
  dry_run: z.boolean(),
  applied: z.array(
    z.strictObject({
      ...differenceShape.shape,
      outcome: z.string().meta({ description: 'resolved, planned, or what stands in the way' }),
    }),
  ),
  left: z.int().meta({ description: 'differences of this report that are still there' }),
});

export function registerApply(reconcile: Command): void {
  const command = reconcile
    .command('apply')
    .argument('<report>', 'a day in Beijing, or rec_…', readReportName)
    .description(
      'do what the differences of a report tell: ask WeChat about payments and settle what is paid, and move refunds on; again, it does nothing',
    )
    .requiredOption('--reason <text>', 'for the audit log', readReason)
    .option(...BY)
    .option(...DRY_RUN)
    .option(...YES);
  withExamples(
    command,
    "reconcile apply 2026-11-26 --reason 'notification lost' --dry-run",
    "reconcile apply 2026-11-26 --reason 'notification lost' --yes",
  );
  const tell = answersJson(command, shape);
  command.action(async (name: ReportName, options: Options) => {
    const by = byOperator(options.by);
    const { report, planned } = await withDatabase(async ({ uow }) => plan(uow, name));
    const say = (applied: readonly Told[], left: number) =>
      tell({ dry_run: options.dryRun ?? false, applied: applied.map((each) => json(report, each)), left }, () =>
        applied.length === 0 ? 'nothing to do' : applied.map((each) => line(report, each)).join('\n'),
      );
    if (planned.length === 0 || options.dryRun) {
      say(planned.map(asPlanned), report.open);
      return;
    }
    await agree(report, planned, options);
    const { applied, left } = await withBills(async ({ uow, applyDifferences }) => ({
      applied: await applyDifferences(report.id, { by, reason: options.reason }),
      left: (await readReport({ uow })(report.id))?.open ?? 0,
    }));
    say(applied, left);
    const stuck = applied.filter(({ outcome }) => outcome !== 'resolved').length;
    if (stuck > 0) throw new PartlyDone(`${applied.length - stuck} of ${applied.length} resolved`);
    if (left > 0)
      throw new DifferencesFound(`${left} left, for a person: seahorse reconcile show ${report.day} --open`);
  });
}

type Planned = { readonly report: Report; readonly planned: readonly ReportedDifference[] };

async function plan(uow: Parameters<typeof findReport>[0], name: ReportName): Promise<Planned> {
  const report = await findReport(uow, name);
  const open = await listDifferences({ uow })(report.id, { openOnly: true });
  return { report, planned: open.filter(canBeApplied) };
}

async function agree(report: Report, planned: readonly ReportedDifference[], { yes }: Options): Promise<void> {
  if (!yes) for (const difference of planned) console.error(line(report, asPlanned(difference)));
  await approve(yes, `Do this for ${planned.length} of ${report.day}?`, MOVES);
}

type Told = { readonly difference: ReportedDifference; readonly outcome: AppliedDifference['outcome'] | 'planned' };
const asPlanned = (difference: ReportedDifference): Told => ({ difference, outcome: 'planned' });

const json = (report: Report, { difference, outcome }: Told) => ({ ...differenceJson(report, difference), outcome });

function line(report: Report, { difference, outcome }: Told): string {
  const { no, subject, ours, theirs, ...said } = differenceJson(report, difference);
  const what = difference.remedy === 'settle' ? 'ask WeChat, and settle if it is paid' : 'apply what the bill tells';
  return [
    no,
    `${subject} ${said.out_refund_no ?? said.out_trade_no}`,
    `${ours} | ${theirs}`,
    what,
    WORDS[outcome] ?? outcome,
  ].join('  ');
}

const WORDS: Partial<Record<Told['outcome'], string>> = {
  planned: 'planned',
  resolved: 'done',
  fault: 'not done: WeChat or the database could not be reached, say it again',
  mismatch: 'not done: it does not fit ours, see orders trace',
  unpaid: 'not done: WeChat says that it is not paid',
  unknown: 'not done: WeChat does not know it',
  other_merchant: 'not done: it is of a merchant that is not configured',
};
