import { type Command, InvalidArgumentError } from 'commander';
import { z } from 'zod';
import type { WishedRefund } from '../../../application/ordering/plan-refund.ts';
import { previewRefund, type RefundPreview } from '../../../application/ordering/preview-refund.ts';
import { requestRefund } from '../../../application/ordering/request-refund.ts';
import type { Refund } from '../../../domain/ordering/refund.ts';
import { type Fen, fen } from '../../../domain/shared/fen.ts';
import { answersJson, type Tell } from '../../face/answer.ts';
import { withExamples } from '../../face/examples.ts';
import { approve, MOVES, YES } from '../approve.ts';
import { BY, operatorName } from '../operator-name.ts';
import { UsageError } from '../usage-error.ts';
import { type Tools, withDatabase } from '../with-database.ts';
import { asYuan } from '../yuan.ts';
import { refusalOf } from './explain-refusal.ts';
import { readOrderName } from './name-things.ts';
import { describePreview, previewJson, previewShape, takenBy } from './preview-text.ts';
import { refundJson, refundShape } from './refund-json.ts';
import { outcomeLine } from './refund-text.ts';

const Answer = z.strictObject({
  dry_run: z.boolean(),
  repeated: z.boolean().meta({ description: 'asked for before under this key; nothing was done' }),
  refund: refundShape.nullable().meta({ description: 'null: a dry run' }),
  preview: previewShape.nullable().meta({ description: 'null: asked for before' }),
});
type Options = {
  readonly amountFen?: Fen;
  readonly all?: true;
  readonly reason: string;
  readonly by?: string;
  readonly requestKey?: string;
  readonly dryRun?: true;
  readonly yes?: true;
};

export function registerRequest(refunds: Command): void {
  const request = withExamples(
    refunds.command('request'),
    "refunds request ord_0192… --all --reason '用户申请退款' --dry-run",
    "refunds request ord_0192… --amount-fen 990 --reason '用户申请退款'",
    "refunds request ord_0192… --all --reason '用户申请退款' --request-key ticket-7 --yes",
  )
    .argument('<order>', 'ord_…, or the out_trade_no of the payment')
    .description(
      'give money back for unspent points: says what it comes to, asks, and freezes them; the workers send it',
    )
    .option('--amount-fen <fen>', 'how much', readFen)
    .option('--all', 'as much as can go back')
    .requiredOption('--reason <text>', 'shown to the payer, at most 80 characters')
    .option(...BY)
    .option('--request-key <key>', 'said again for the same order, the same refund is meant')
    .option('--dry-run', 'show what goes back, the lots that it takes, and the lines of the ledger; write nothing')
    .option(...YES);
  const tell = answersJson(request, Answer);
  request.action((order: string, options: Options) => {
    const wished = wishOf(order, options);
    return withDatabase((tools) => run(tools, wished, options, tell));
  });
}

function wishOf(order: string, { amountFen, all, reason, by, requestKey }: Options): WishedRefund {
  if ((amountFen === undefined) === (all === undefined)) throw new UsageError('say --amount-fen or --all');
  const wanted = { of: readOrderName(order), refundFen: amountFen ?? 'all', reason } as const;
  return { ...wanted, operator: operatorName(by), requestKey: requestKey ?? null };
}

async function run(tools: Tools, wished: WishedRefund, options: Options, tell: Tell<typeof Answer>): Promise<void> {
  const { refundApprovalLimitFen: approvalLimitFen } = tools.config.payment;
  const previewed = await previewRefund({ ...tools, approvalLimitFen })(wished);
  if (previewed.kind === 'asked_before') {
    const { refund } = previewed;
    const said = { dry_run: options.dryRun ?? false, repeated: true, refund: refundJson(refund), preview: null };
    return tell(said, () => outcomeLine(refund, 'asked for before'));
  }
  if (previewed.kind !== 'previewed') throw refusalOf(previewed);
  const { preview } = previewed;
  const shown = previewJson(preview);
  if (options.dryRun) {
    const said = { dry_run: true, repeated: false, refund: null, preview: shown };
    return tell(said, () => `${describePreview(preview)}\ndry run: nothing was written`);
  }
  console.error(describePreview(preview));
  const { refund, repeated } = await carryOut({ ...tools, approvalLimitFen }, wished, preview, options);
  const said = { dry_run: false, repeated, refund: refundJson(refund), preview: shown };
  tell(said, () => outcomeLine(refund, repeated ? 'asked for before' : differenceTo(refund, preview)));
}

/** Decides anew: what was shown may have changed since. */
async function carryOut(
  tools: Tools & { readonly approvalLimitFen: Fen },
  wished: WishedRefund,
  preview: RefundPreview,
  { yes }: Options,
): Promise<{ readonly refund: Refund; readonly repeated: boolean }> {
  const { refundFen } = preview.refund;
  await approve(yes, `Give back ¥${asYuan(refundFen)}, which is ${refundFen} fen?`, MOVES, String(refundFen));
  const agreed = { refundFen, points: takenBy(preview) };
  const outcome = await requestRefund(tools)({ ...wished, agreed });
  if (outcome.kind !== 'requested') throw refusalOf(outcome);
  return outcome;
}

/** With `--all` it goes on with what there is. */
const differenceTo = ({ refundFen }: Refund, { refund: shown }: RefundPreview): string | null =>
  refundFen === shown.refundFen ? null : `not ${shown.refundFen} fen as shown: points were spent meanwhile`;

function readFen(text: string): Fen {
  if (/^[1-9]\d{0,9}$/.test(text)) return fen(Number(text));
  throw new InvalidArgumentError('expected a whole number of fen, at least 1');
}
