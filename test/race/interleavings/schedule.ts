import type { Knex } from 'knex';
import type { TwoProcesses } from '../spenders.ts';
import type { Operation } from './operations.ts';
import type { Session } from './session.ts';
import { aWorld, type Start, whatCameOf } from './world.ts';

/** In which order the sessions 0 and 1 take their steps. */
export type Order = readonly (0 | 1)[];
export type Run = { readonly came: string; readonly steps: readonly [number, number] };

const MOST_STEPS = 500;

/** All orders of so many steps of each. */
export function* allOrders(first: number, second: number, before: Order = []): Generator<Order> {
  if (first === 0 && second === 0) yield before;
  if (first > 0) yield* allOrders(first - 1, second, [...before, 0]);
  if (second > 0) yield* allOrders(first, second - 1, [...before, 1]);
}

export function numberOfOrders(first: number, second: number): number {
  let orders = 1;
  for (let nth = 1; nth <= second; nth++) orders = (orders * (first + nth)) / nth;
  return Math.round(orders);
}

type Bench = { readonly race: TwoProcesses; readonly sessions: readonly [Session, Session]; readonly control: Knex };

/**
 * Two operations in two sessions, statement by statement in this order. What has to wait for a lock takes its step when the other
 * has let it go. In the end both run out.
 */
export async function runSchedule(bench: Bench, start: Start, pair: readonly [Operation, Operation], order: Order) {
  const { race, sessions, control } = bench;
  const world = await aWorld(race, start);
  const answers = pair.map((operation, nth) =>
    (sessions[nth] as Session)
      .begin((hands) => operation(hands, world))
      .then(
        (answer) => `${answer}`,
        (fault: { code?: string; message: string }) => `fault ${fault.code ?? ''} ${fault.message}`,
      ),
  );
  const steps: [number, number] = [0, 0];
  const step = async (nth: 0 | 1): Promise<void> => {
    if (await sessions[nth].step(control)) steps[nth] += 1;
  };
  for (const nth of order) await step(nth);
  for (let more = 0; sessions.some(({ hasEnded }) => !hasEnded); more++) {
    if (more > MOST_STEPS) throw new Error('two sessions that do not come to an end');
    for (const nth of [0, 1] as const) if (!sessions[nth].hasEnded) await step(nth);
  }
  const told = await Promise.all(answers);
  const books = await whatCameOf(race, world).catch((error: unknown) => `wrong books: ${error}`);
  return { came: [...told, books].join('\n'), steps } satisfies Run;
}
