import type { Command } from 'commander';
import { z } from 'zod';
import { publicId, shownId } from '../../../adapters/http/public-id.ts';
import type { OrderFile, OrderName } from '../../../application/ordering/trace/order-file.ts';
import { traceOrder } from '../../../application/ordering/trace-order.ts';
import { INVOICE_STATUSES } from '../../../domain/ordering/invoice.ts';
import type { AttemptRecord } from '../../../domain/ordering/order-records.ts';
import { GATEWAY_NAMES } from '../../../domain/ordering/payment-channel.ts';
import { REFUND_STATUSES } from '../../../domain/ordering/refund.ts';
import { answersJson, instant } from '../../face/answer.ts';
import { withExamples } from '../../face/examples.ts';
import { factLines } from '../fact-lines.ts';
import { lotJson, lotLine, lotShape } from '../lot-text.ts';
import { withDatabase } from '../with-database.ts';
import { orderJson, orderShape } from './order-json.ts';
import { noSuchOrder, ORDER } from './order-name.ts';

const attemptShape = z.strictObject({
  out_trade_no: z.string(),
  gateway: z.enum(GATEWAY_NAMES),
  state: z.enum(['open', 'ended', 'set_aside', 'paid']),
  polls: z.int().meta({ description: 'how often a worker has asked WeChat' }),
  next_poll_at: instant.nullable(),
});
const Answer = orderShape.extend({
  attempts: z.array(attemptShape),
  refunds: z.array(z.strictObject({ id: shownId('rfd'), status: z.enum(REFUND_STATUSES), refund_fen: z.int() })),
  invoices: z.array(z.strictObject({ id: shownId('inv'), status: z.enum(INVOICE_STATUSES), amount_fen: z.int() })),
  lots: z.array(lotShape),
});

export function registerShow(orders: Command): void {
  const show = withExamples(orders.command('show'), 'orders show ord_0192…', 'orders show 01957d2e… --json')
    .argument(...ORDER)
    .description('one order: its payments, refunds, invoices, and where its points are');
  const tell = answersJson(show, Answer);
  show.action((name: OrderName) =>
    withDatabase(async (tools) => {
      const traced = await traceOrder(tools)(name);
      if (traced.kind === 'unknown_order') throw noSuchOrder();
      const shown = shownJson(traced.file);
      tell(shown, () => describe(traced.file, shown));
    }),
  );
}

const shownJson = (file: OrderFile): z.output<typeof Answer> => ({
  ...orderJson(file.order),
  attempts: file.attempts.map((record) => attemptJson(file, record)),
  refunds: file.refunds.map(({ id, status, refundFen }) => ({
    id: publicId('rfd', id),
    status,
    refund_fen: refundFen,
  })),
  invoices: file.invoices.map(({ invoice: { id, status, amountFen } }) => ({
    ...{ id: publicId('inv', id), status, amount_fen: amountFen },
  })),
  lots: file.lots.map(lotJson),
});

function attemptJson(
  { order }: OrderFile,
  { attempt, polls, nextPollAt, endedAt, setAsideAt }: AttemptRecord,
): z.output<typeof attemptShape> {
  const { outTradeNo } = attempt.intent;
  const hasPaid = 'outTradeNo' in order && order.outTradeNo === outTradeNo;
  const unpaid = setAsideAt ? 'set_aside' : endedAt ? 'ended' : 'open';
  return {
    ...{ out_trade_no: outTradeNo, gateway: attempt.gateway, state: hasPaid ? 'paid' : unpaid },
    ...{ polls, next_poll_at: nextPollAt },
  };
}

function describe({ lots }: OrderFile, { attempts, refunds, invoices, lots: _, ...facts }: z.output<typeof Answer>) {
  return [
    ...factLines(facts),
    ...attempts.map((each) => `attempt  ${each.out_trade_no}  ${each.gateway}  ${each.state}`),
    ...refunds.map((each) => `refund   ${each.id}  ${each.status}  ${each.refund_fen} fen`),
    ...invoices.map((each) => `invoice  ${each.id}  ${each.status}  ${each.amount_fen} fen`),
    ...lots.map((each) => `lot      ${lotLine(each)}`),
  ].join('\n');
}
