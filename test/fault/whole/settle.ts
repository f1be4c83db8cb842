import { setTimeout as delay } from 'node:timers/promises';
import { atMost, type Figure } from '../figure.ts';
import type { Machine } from './machine.ts';

const OPEN = `select (select count(*) from ordering.orders where status = 'pending')
  + (select count(*) from ordering.refunds where ended_at is null and status <> 'rejected') as open`;
const LIMIT_S = 60;

/**
 * How long after the last blow every order and every refund has come to its end. What was to be looked at soon by a database that
 * was ahead waits until it has come there again.
 */
export async function untilAllHasEnded(machine: Machine, since: number): Promise<Figure> {
  const limitS = LIMIT_S + Math.ceil((machine.clocks.get('postgres')?.furthestAheadMs ?? 0) / 1_000);
  for (;;) {
    const [row] = await machine.postgres.ask<{ open: string }>(OPEN, machine.postgres.urlAs('report'));
    const ms = performance.now() - since;
    if (Number(row?.open) === 0 || ms > 2 * limitS * 1_000) {
      return atMost('until all orders and refunds had ended', Math.round(ms / 100) / 10, limitS, 's');
    }
    await delay(200);
  }
}
