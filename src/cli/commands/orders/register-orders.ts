import type { Command } from 'commander';
import { withExamples } from '../../face/examples.ts';
import { registerList } from './list.ts';
import { registerShow } from './show.ts';
import { registerTrace } from './trace.ts';

export function registerOrders(program: Command): void {
  const orders = withExamples(
    program.command('orders'),
    'orders list --in-doubt --since 7d',
    'orders trace ord_0192…',
  ).description('what buyers have ordered, what became of it');
  registerList(orders);
  registerShow(orders);
  registerTrace(orders);
}
