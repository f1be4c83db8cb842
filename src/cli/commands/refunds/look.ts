import { type Command, InvalidArgumentError, Option } from 'commander';
import { z } from 'zod';
import { listRefunds } from '../../../application/ordering/list-refunds.ts';
import { REFUND_STATUSES, type Refund, type RefundStatus } from '../../../domain/ordering/refund.ts';
import { answersJson } from '../../face/answer.ts';
import { withExamples } from '../../face/examples.ts';
import { factLines } from '../fact-lines.ts';
import { withDatabase } from '../with-database.ts';
import { findOrderId, findRefund } from './name-things.ts';
import { historyJson, historyShape, refundJson, refundShape } from './refund-json.ts';

const USUAL_LIMIT = 50;
type ListOptions = { readonly status?: RefundStatus; readonly order?: string; readonly limit: number };
const List = z.strictObject({ refunds: z.array(refundShape) });
const Shown = refundShape.extend({ history: historyShape });

export function registerList(refunds: Command): void {
  const list = withExamples(
    refunds.command('list'),
    'refunds list --status awaiting_approval',
    'refunds list --order ord_0192… --json',
  )
    .description('refunds, newest first')
    .addOption(new Option('--status <status>', 'only these').choices(REFUND_STATUSES))
    .option('--order <order>', 'ord_…, or an out_trade_no')
    .option('--limit <number>', 'how many at most', readLimit, USUAL_LIMIT);
  const tell = answersJson(list, List);
  list.action(({ status, order, limit }: ListOptions) =>
    withDatabase(async ({ uow }) => {
      const filter = { ...(status && { status }), ...(order && { orderId: await findOrderId(uow, order) }), limit };
      const found = await listRefunds({ uow })(filter);
      tell({ refunds: found.map(refundJson) }, () => found.map(line).join('\n'));
    }),
  );
}

export function registerShow(refunds: Command): void {
  const show = withExamples(refunds.command('show'), 'refunds show rfd_0192…')
    .argument('<refund>', 'rfd_…, or its out_refund_no')
    .description('everything about one refund, with what the history says of it');
  const tell = answersJson(show, Shown);
  show.action((name: string) =>
    withDatabase(async ({ uow }) => {
      const refund = await findRefund(uow, name);
      const history = historyJson(await uow.run(({ orders }) => orders.history(refund.orderId)), refund);
      const shown = { ...refundJson(refund), history };
      tell(shown, () => describe(shown));
    }),
  );
}

function line(refund: Refund): string {
  const { id, status, refund_fen, order_id, origin, requested_by, requested_at } = refundJson(refund);
  const columns = [id, status.padEnd(17), `${refund_fen} fen`.padStart(12), order_id, origin.padEnd(17)];
  return [...columns, requested_at.toISOString(), requested_by ?? '-'].join('  ');
}

const describe = ({ history, ...facts }: z.output<typeof Shown>): string =>
  [
    ...factLines(facts),
    '',
    ...history.map(
      ({ kind, cause, at, detail }) => `${at.toISOString()}  ${kind} (${cause})  ${JSON.stringify(detail)}`,
    ),
  ].join('\n');

function readLimit(given: string): number {
  if (/^[1-9]\d{0,4}$/.test(given)) return Number(given);
  throw new InvalidArgumentError('expected a number from 1 to 99999');
}
