import { setTimeout as delay } from 'node:timers/promises';
import { atMost, type Figure } from '../figure.ts';
import type { Machine } from './machine.ts';

const OPEN = `select (select count(*) from ordering.orders where status = 'pending')
  + (select count(*) from ordering.refunds where ended_at is null and status <> 'rejected') as open`;
const LIMIT_S = 60;
/** Between two questions about a payment that WeChat has been asked about for long: it took none of ours by a clock that was wrong. */
const LONGEST_PAUSE_S = 600;

/**
 * How long after the last blow every order and every refund has come to its end. Where clocks were wrong, the last question may have
 * been refused, and the next one waits until a database that was ahead has come there again (docs/adr/0035).
 */
export async function untilAllHasEnded(machine: Machine, since: number): Promise<Figure> {
  const aheadS = Math.ceil((machine.clocks.get('postgres')?.furthestAheadMs ?? 0) / 1_000);
  const limitS = LIMIT_S + (machine.clocks.size > 0 ? LONGEST_PAUSE_S : 0) + aheadS;
  for (;;) {
    const [row] = await machine.postgres.ask<{ open: string }>(OPEN, machine.postgres.urlAs('report'));
    const ms = performance.now() - since;
    if (Number(row?.open) === 0 || ms > 2 * limitS * 1_000) {
      return atMost('until all orders and refunds had ended', Math.round(ms / 100) / 10, limitS, 's');
    }
    await delay(200);
  }
}
