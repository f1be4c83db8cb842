import type { Command } from 'commander';
import { z } from 'zod';
import { askProvider } from '../../../application/ordering/ask-provider.ts';
import { type CloseByHandOutcome, closeByHand } from '../../../application/ordering/close-by-hand.ts';
import type { OrderName } from '../../../application/ordering/trace/order-file.ts';
import { isSettled } from '../../../domain/ordering/order.ts';
import { answersJson } from '../../face/answer.ts';
import { withExamples } from '../../face/examples.ts';
import { TryLater } from '../../face/failures.ts';
import { ExpectedFailure } from '../../system/expected-failure.ts';
import { approve, YES } from '../approve.ts';
import { readReason } from '../ledger/read-options.ts';
import { BY, byOperator } from '../operator-name.ts';
import { type WechatTools, withWechat } from '../with-wechat.ts';
import { noSuchOrder, ORDER } from './order-name.ts';
import { answerWords } from './provider-words.ts';
import type { HandOptions } from './settle.ts';

const Answer = z.strictObject({ closed: z.boolean(), dry_run: z.boolean() });

export function registerClose(orders: Command): void {
  const close = withExamples(
    orders.command('close'),
    "orders close ord_0192… --reason 'the buyer took the wrong package'",
    'orders close ord_0192… --reason ticket-7 --yes --json',
  )
    .argument(...ORDER)
    .description('close an order that nobody has paid; WeChat is asked before and after, and a payment wins')
    .requiredOption('--reason <text>', 'for the audit log', readReason)
    .option(...BY)
    .option('--dry-run', 'ask WeChat, and close nothing')
    .option(...YES);
  const tell = answersJson(close, Answer);
  close.action((name: OrderName, options: HandOptions) =>
    withWechat(async (tools) => {
      const { reason, dryRun, yes } = options;
      const by = byOperator(options.by);
      if (dryRun) {
        const said = await lookAhead(tools, name);
        return tell({ closed: false, dry_run: true }, () => said);
      }
      await approve(yes, 'Close this order?', 'closes an order for good');
      const outcome = await closeByHand(tools)({ name, reason, by });
      if (outcome.kind !== 'closed') throw refusalOf(outcome);
      return tell({ closed: true, dry_run: false }, () => 'closed');
    }),
  );
}

async function lookAhead(tools: WechatTools, name: OrderName): Promise<string> {
  const asked = await askProvider(tools)(name);
  if (asked.kind === 'unknown_order') throw noSuchOrder();
  if (asked.order.status !== 'pending') throw refusalOf({ kind: 'not_pending', status: asked.order.status });
  const said = asked.answers.map(({ outTradeNo, answer }) => `${outTradeNo}  ${answerWords[answer]}`);
  const isPaid = asked.answers.some(({ answer }) => answer === 'paid');
  return [...said, isPaid ? 'dry run: it would not be closed' : 'dry run: it would be closed'].join('\n');
}

function refusalOf(outcome: Exclude<CloseByHandOutcome, { kind: 'closed' }>): Error {
  switch (outcome.kind) {
    case 'unknown_order':
      return noSuchOrder();
    case 'not_pending':
      return new ExpectedFailure(`only what waits for its payment can be closed; this order is ${outcome.status}`);
    case 'set_aside':
      return new ExpectedFailure('a payment of it was set aside: look at that first, with "seahorse orders trace"');
    case 'paid':
      return isSettled(outcome.order)
        ? new ExpectedFailure('WeChat says that it is paid: its points are credited, and it stays open')
        : new TryLater('WeChat does not say for certain that it is unpaid: nothing was closed');
  }
}
