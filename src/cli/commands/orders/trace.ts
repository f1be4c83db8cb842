import type { Command } from 'commander';
import type { OrderName } from '../../../application/ordering/trace/order-file.ts';
import { traceOrder } from '../../../application/ordering/trace-order.ts';
import { answersJson } from '../../face/answer.ts';
import { withExamples } from '../../face/examples.ts';
import { withDatabase } from '../with-database.ts';
import { noSuchOrder, ORDER } from './order-name.ts';
import { traceJson, traceShape } from './trace-json.ts';
import { describeTrace } from './trace-text.ts';

export function registerTrace(orders: Command): void {
  const trace = withExamples(
    orders.command('trace'),
    'orders trace ord_0192…',
    'orders trace 4200002026011512345678901234 --json',
  )
    .argument(...ORDER)
    .description('everything that has touched an order, by time; the last lines say where it stands and what is next');
  const tell = answersJson(trace, traceShape);
  trace.action((name: OrderName) =>
    withDatabase(async (tools) => {
      const traced = await traceOrder(tools)(name);
      if (traced.kind === 'unknown_order') throw noSuchOrder();
      tell(traceJson(traced), () => describeTrace(traced));
    }),
  );
}
