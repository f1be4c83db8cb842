import type { Command } from 'commander';
import { z } from 'zod';
import { askProvider, type ProviderAnswer } from '../../../application/ordering/ask-provider.ts';
import { type SettledAttempt, settleByHand } from '../../../application/ordering/settle-by-hand.ts';
import type { OrderName } from '../../../application/ordering/trace/order-file.ts';
import { isSettled, type Order } from '../../../domain/ordering/order.ts';
import { totalPoints } from '../../../domain/ordering/settlement.ts';
import { answersJson } from '../../face/answer.ts';
import { withExamples } from '../../face/examples.ts';
import { TryLater } from '../../face/failures.ts';
import { ExpectedFailure } from '../../system/expected-failure.ts';
import { approve, MOVES, YES } from '../approve.ts';
import { readReason } from '../ledger/read-options.ts';
import { BY, byOperator } from '../operator-name.ts';
import { withWechat } from '../with-wechat.ts';
import { orderJson, orderShape } from './order-json.ts';
import { noSuchOrder, ORDER } from './order-name.ts';
import { ANSWERS, answerWords } from './provider-words.ts';

const Answer = z.strictObject({
  order: orderShape,
  dry_run: z.boolean(),
  attempts: z.array(z.strictObject({ out_trade_no: z.string(), answer: z.enum(ANSWERS) })),
});
export type HandOptions = {
  readonly reason: string;
  readonly by?: string;
  readonly dryRun?: true;
  readonly yes?: true;
};

export function registerSettle(orders: Command): void {
  const settle = withExamples(
    orders.command('settle'),
    "orders settle ord_0192… --reason 'the buyer shows a receipt'",
    'orders settle 4200002026011512345678901234 --reason ticket-7 --dry-run',
  )
    .argument(...ORDER)
    .description('ask WeChat whether it is paid, and credit the points if it is; exit status 75 while it is not')
    .requiredOption('--reason <text>', 'for the audit log', readReason)
    .option(...BY)
    .option('--dry-run', 'ask WeChat, and do nothing about what it says')
    .option(...YES);
  const tell = answersJson(settle, Answer);
  settle.action((name: OrderName, options: HandOptions) =>
    withWechat(async (tools) => {
      const { reason, dryRun = false, yes } = options;
      const by = byOperator(options.by);
      if (!dryRun) await approve(yes, 'Ask WeChat, and credit the points if it says that this is paid?', MOVES);
      const asked = dryRun ? await askProvider(tools)(name) : await settleByHand(tools)({ name, reason, by });
      if (asked.kind === 'unknown_order') throw noSuchOrder();
      const { order } = asked;
      const attempts = asked.kind === 'answered' ? asked.answers : asked.attempts.map(answerOf);
      const said = attempts.map(({ outTradeNo, answer }) => ({ out_trade_no: outTradeNo, answer }));
      tell({ order: orderJson(order), dry_run: dryRun, attempts: said }, () => describe(order, attempts, dryRun));
      if (!isSettled(order))
        throw whyNot(
          order,
          attempts.map(({ answer }) => answer),
          dryRun,
        );
    }),
  );
}

type Said = { readonly outTradeNo: string; readonly answer: (typeof ANSWERS)[number] };
const answerOf = ({ outTradeNo, outcome }: SettledAttempt): Said => ({ outTradeNo, answer: outcome });

function describe(order: Order, attempts: readonly (Said | ProviderAnswer)[], dryRun: boolean): string {
  const said = attempts.map(({ outTradeNo, answer }) => `${outTradeNo}  ${answerWords[answer]}`);
  const credited = isSettled(order) ? [`${order.status}: ${totalPoints(order)} points are credited`] : [];
  return [...said, ...credited, ...(dryRun ? ['dry run: nothing was done'] : [])].join('\n');
}

/** What a script does next: the same again, or call a person. */
function whyNot({ status }: Order, answers: readonly Said['answer'][], dryRun: boolean): Error {
  if (answers.includes('mismatch') || answers.includes('other_merchant')) {
    return new ExpectedFailure(
      'the payment was set aside: a person has to look at it; "seahorse orders trace" tells why',
    );
  }
  if (answers.includes('paid') && dryRun)
    return new ExpectedFailure('WeChat says that it is paid: settle it without --dry-run');
  if (status === 'pending' || answers.includes('unpaid'))
    return new TryLater('WeChat does not say that it is paid; nothing was credited');
  return new ExpectedFailure('WeChat says that it was closed unpaid, and can be paid no more; nothing was credited');
}
