import { type Command, InvalidArgumentError, Option } from 'commander';
import { listRefunds } from '../../../application/ordering/list-refunds.ts';
import { REFUND_STATUSES, type Refund, type RefundStatus } from '../../../domain/ordering/refund.ts';
import { withDatabase } from '../with-database.ts';
import { findOrderId, findRefund } from './name-things.ts';
import { historyJson, refundJson } from './refund-json.ts';

const USUAL_LIMIT = 50;
type ListOptions = {
  readonly status?: RefundStatus;
  readonly order?: string;
  readonly limit: number;
  readonly json?: true;
};

export function registerList(refunds: Command): void {
  refunds
    .command('list')
    .description('refunds, newest first')
    .addOption(new Option('--status <status>').choices(REFUND_STATUSES))
    .option('--order <order>', 'ord_…, or an out_trade_no')
    .option('--limit <number>', 'how many at most', readLimit, USUAL_LIMIT)
    .option('--json', 'for programs')
    .action(({ status, order, limit, json }: ListOptions) =>
      withDatabase(async ({ uow }) => {
        const filter = { ...(status && { status }), ...(order && { orderId: await findOrderId(uow, order) }), limit };
        const found = await listRefunds({ uow })(filter);
        if (json) console.log(JSON.stringify(found.map(refundJson), null, 2));
        else for (const refund of found) console.log(line(refund));
      }),
    );
}

export function registerShow(refunds: Command): void {
  refunds
    .command('show')
    .argument('<refund>', 'rfd_…, or its out_refund_no')
    .description('everything about one refund, with what the history says of it')
    .option('--json', 'for programs')
    .action((name: string, { json }: { json?: true }) =>
      withDatabase(async ({ uow }) => {
        const refund = await findRefund(uow, name);
        const history = historyJson(await uow.run(({ orders }) => orders.history(refund.orderId)), refund);
        const shown = { ...refundJson(refund), history };
        console.log(json ? JSON.stringify(shown, null, 2) : describe(shown));
      }),
    );
}

function line(refund: Refund): string {
  const { id, status, refund_fen, order_id, origin, requested_by, requested_at } = refundJson(refund);
  const columns = [id, status.padEnd(17), `${refund_fen} fen`.padStart(12), order_id, origin.padEnd(17)];
  return [...columns, requested_at.toISOString(), requested_by ?? '-'].join('  ');
}

type Shown = ReturnType<typeof refundJson> & { readonly history: ReturnType<typeof historyJson> };

function describe({ history, ...facts }: Shown): string {
  const known = Object.entries(facts).filter(([, value]) => value !== null && value !== '');
  const text = (value: unknown): string => (value instanceof Date ? value.toISOString() : String(value));
  const lines = known.map(([name, value]) => `${name.padEnd(20)}${text(value)}`);
  const told = history.map(
    ({ kind, cause, at, detail }) => `${text(at)}  ${kind} (${cause})  ${JSON.stringify(detail)}`,
  );
  return [...lines, '', ...told].join('\n');
}

function readLimit(given: string): number {
  if (/^[1-9]\d{0,4}$/.test(given)) return Number(given);
  throw new InvalidArgumentError('expected a number from 1 to 99999');
}
