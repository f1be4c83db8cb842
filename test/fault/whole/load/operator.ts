import { setTimeout as delay } from 'node:timers/promises';
import { EXIT } from '../../../../src/cli/face/exit-status.ts';
import type { History } from '../history.ts';
import type { Machine } from '../machine.ts';
import type { Customer } from './customer.ts';
import { uuidOf, type World } from './errands.ts';

const TRIES = 30;
/** A second request about an order is refused where the first has left nothing. */
const FINAL: readonly number[] = [EXIT.done, EXIT.failed, EXIT.refused];

/** Somebody asks for the money back, and an operator gives what can go back, under a key that makes it one refund. */
export async function giveBack(
  machine: Machine,
  { history, dice }: World,
  customers: readonly Customer[],
): Promise<void> {
  const customer = dice.pick(customers);
  const order = customer.orders.find(({ isPaid, isRefunded }) => isPaid && !isRefunded);
  if (!order) return;
  order.isRefunded = true;
  const said = [
    '--all',
    '--reason',
    '用户申请退款',
    '--by',
    'load',
    '--request-key',
    order.outTradeNo,
    '--yes',
    '--json',
  ];
  for (let tries = 0; tries < TRIES; tries++) {
    const code = await run(machine, history, customer, ['refunds', 'request', order.id, ...said]);
    if (FINAL.includes(code)) return;
    await delay(dice.between(100, 500));
  }
}

async function run(machine: Machine, history: History, { user }: Customer, args: readonly string[]): Promise<number> {
  const about = uuidOf(args[2] as string);
  const entry = history.begin({ what: 'refund', user, about, to: null });
  const { code, stderr } = await machine.command(...args);
  history.end(entry, { status: code, said: code === 0 ? null : stderr.slice(-300) });
  return code ?? 1;
}
