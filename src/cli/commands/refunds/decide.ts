import type { Command } from 'commander';
import { z } from 'zod';
import { approveRefund } from '../../../application/ordering/approve-refund.ts';
import { previewDecision } from '../../../application/ordering/preview-decision.ts';
import { rejectRefund } from '../../../application/ordering/reject-refund.ts';
import type { Refund } from '../../../domain/ordering/refund.ts';
import { answersJson, type Tell } from '../../face/answer.ts';
import { withExamples } from '../../face/examples.ts';
import { approve, DRY_RUN, MOVES, YES } from '../approve.ts';
import { readReason } from '../ledger/read-options.ts';
import { BY, operatorName } from '../operator-name.ts';
import { type Tools, withDatabase } from '../with-database.ts';
import { asYuan } from '../yuan.ts';
import { refusalOf } from './explain-refusal.ts';
import { findRefund } from './name-things.ts';
import { describePreview, previewJson, previewShape } from './preview-text.ts';
import { refundJson, refundShape } from './refund-json.ts';
import { outcomeLine } from './refund-text.ts';

const REFUND = ['<refund>', 'rfd_…, or its out_refund_no'] as const;
const Answer = z.strictObject({ dry_run: z.boolean(), refund: refundShape, preview: previewShape });
type Options = { readonly reason: string; readonly by?: string; readonly dryRun?: true; readonly yes?: true };
type Decision = 'approve' | 'reject';

export function registerApprove(refunds: Command): void {
  registerDecision(
    refunds,
    'approve',
    'let a refund above the limit go; not by the one who asked for it (exit status 5)',
  );
}

export function registerReject(refunds: Command): void {
  registerDecision(refunds, 'reject', 'say no to a refund that waits for approval; its points are back');
}

function registerDecision(refunds: Command, decision: Decision, description: string): void {
  const command = withExamples(
    refunds.command(decision),
    `refunds ${decision} rfd_0192… --reason 'talked to the buyer' --dry-run`,
    `refunds ${decision} rfd_0192… --reason 'talked to the buyer' --yes`,
  )
    .argument(...REFUND)
    .description(description)
    .requiredOption('--reason <text>', 'for the history', readReason)
    .option(...BY)
    .option(...DRY_RUN)
    .option(...YES);
  const tell = answersJson(command, Answer);
  command.action((name: string, options: Options) =>
    withDatabase((tools) => decide(tools, decision, { name, ...options }, tell)),
  );
}

async function decide(
  tools: Tools,
  decision: Decision,
  { name, reason, by, dryRun, yes }: Options & { readonly name: string },
  tell: Tell<typeof Answer>,
): Promise<void> {
  const operator = operatorName(by);
  const { id } = await findRefund(tools.uow, name);
  const previewed = await previewDecision(tools)(id, operator, decision);
  if (previewed.kind !== 'previewed') throw refusalOf(previewed);
  const { preview } = previewed;
  const shown = previewJson(preview);
  if (dryRun) {
    const said = { dry_run: true, refund: refundJson(preview.refund), preview: shown };
    return tell(said, () => `${describePreview(preview)}\ndry run: nothing was written`);
  }
  console.error(describePreview(preview));
  await confirmed(decision, preview.refund, yes);
  const outcome =
    decision === 'approve'
      ? await approveRefund(tools)(id, operator, reason)
      : await rejectRefund(tools)(id, operator, reason);
  if (outcome.kind !== 'approved' && outcome.kind !== 'rejected') throw refusalOf(outcome);
  tell({ dry_run: false, refund: refundJson(outcome.refund), preview: shown }, () => outcomeLine(outcome.refund, null));
}

const confirmed = (decision: Decision, { refundFen }: Refund, yes: true | undefined): Promise<void> =>
  decision === 'approve'
    ? approve(yes, `Give back ¥${asYuan(refundFen)}, which is ${refundFen} fen?`, MOVES, String(refundFen))
    : approve(yes, 'Give back nothing, and free the points?', MOVES);
