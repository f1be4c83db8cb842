import { type Command, InvalidArgumentError, Option } from 'commander';
import { z } from 'zod';
import { parseId, publicId, shownId } from '../../../adapters/http/public-id.ts';
import { type OrderWish, searchOrders } from '../../../application/ordering/search-orders.ts';
import { ORDER_STATUSES, type Order } from '../../../domain/ordering/order.ts';
import type { ListedOrder } from '../../../domain/ordering/order-records.ts';
import type { OrderId, UserId } from '../../../domain/shared/ids.ts';
import { answersJson } from '../../face/answer.ts';
import { withExamples } from '../../face/examples.ts';
import { readInstant, readUser } from '../ledger/read-options.ts';
import { LIMIT } from '../read-limit.ts';
import { readSince } from '../read-since.ts';
import { withDatabase } from '../with-database.ts';
import { asYuan } from '../yuan.ts';
import { DOUBT_WORDS, doubtsShape, orderJson, orderShape } from './order-json.ts';

const Answer = z.strictObject({
  orders: z.array(orderShape.extend({ newest_out_trade_no: z.string(), doubts: doubtsShape })),
  next: shownId('ord').nullable().meta({ description: 'for --after; null: this was the last page' }),
});
type Options = {
  readonly state?: Order['status'];
  readonly user?: UserId;
  readonly package?: string;
  readonly since?: (now: Date) => Date;
  readonly from?: Date;
  readonly to?: Date;
  readonly inDoubt?: true;
  readonly after?: OrderId;
  readonly limit: number;
};

export function registerList(orders: Command): void {
  const list = withExamples(
    orders.command('list'),
    'orders list --state pending --since 24h',
    'orders list --in-doubt --since 7d',
    'orders list --user usr_0192… --json',
  )
    .description('orders of all buyers, newest first')
    .addOption(new Option('--state <state>', 'only these').choices(ORDER_STATUSES))
    .option('--user <user>', 'of this buyer, usr_…', readUser)
    .option('--package <code>', 'of this package')
    .addOption(
      new Option('--since <time>', 'placed from 30m, 24h or 7d ago on, or from an instant, or day in Beijing')
        .argParser(readSince)
        .conflicts('from'),
    )
    .option('--from <instant>', 'placed from this instant, or day in Beijing, on', readInstant)
    .option('--to <instant>', 'placed before this one', readInstant)
    .option('--in-doubt', 'paid late or twice, set aside, sent back in an odd way: what a person may want to look at')
    .option('--after <order>', 'the page after this one, ord_…', readAfter)
    .option(...LIMIT);
  const tell = answersJson(list, Answer);
  list.action((options: Options) =>
    withDatabase(async (tools) => {
      const { after = null, limit } = options;
      const { items, more } = await searchOrders(tools)(wishOf(options), { after, limit });
      const last = items.at(-1);
      const next = more && last ? publicId('ord', last.order.id) : null;
      tell({ orders: items.map(listedJson), next }, () => [...items.map(line), ...hint(next)].join('\n'));
    }),
  );
}

const wishOf = ({ state, user, package: packageCode, since, from, to, inDoubt }: Options): OrderWish => ({
  ...(state && { status: state }),
  ...(user && { userId: user }),
  ...(packageCode !== undefined && { packageCode }),
  ...(since && { since }),
  ...(from && { from }),
  ...(to && { to }),
  ...(inDoubt && { inDoubt }),
});

const listedJson = ({ order, attempt, doubts }: ListedOrder) => ({
  ...orderJson(order),
  ...{ newest_out_trade_no: attempt.intent.outTradeNo, doubts: [...doubts] },
});

const line = ({ order, attempt, doubts }: ListedOrder): string =>
  [
    ...[order.placedAt.toISOString(), publicId('ord', order.id), order.status.padEnd(15)],
    ...[`¥${asYuan(order.terms.amountFen)}`.padStart(10), order.terms.packageCode.padEnd(12)],
    ...[publicId('usr', order.userId), attempt.intent.outTradeNo, doubts.map((each) => DOUBT_WORDS[each]).join(', ')],
  ]
    .join('  ')
    .trimEnd();

const hint = (next: string | null): string[] => (next ? [`more: --after ${next}`] : []);

function readAfter(text: string): OrderId {
  const id = parseId<OrderId>('ord', text);
  if (id) return id;
  throw new InvalidArgumentError('expected the last order of the page before, such as ord_0192…');
}
