import type { Command } from 'commander';
import { withExamples } from '../../face/examples.ts';
import { registerClose } from './close.ts';
import { registerList } from './list.ts';
import { registerSettle } from './settle.ts';
import { registerShow } from './show.ts';
import { registerTrace } from './trace.ts';

export function registerOrders(program: Command): void {
  const orders = withExamples(
    program.command('orders'),
    'orders list --in-doubt --since 7d',
    'orders trace ord_0192…',
    "orders settle ord_0192… --reason 'the buyer shows a receipt'",
  ).description('what buyers have ordered, what became of it, and what to do about it');
  registerList(orders);
  registerShow(orders);
  registerTrace(orders);
  registerSettle(orders);
  registerClose(orders);
}
