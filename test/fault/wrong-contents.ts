import type { RawNotification } from '../../src/domain/ordering/payment-gateway.ts';
import type { TestSystem } from '../support/http/test-system.ts';
import { Dice } from './dice.ts';
import { counted, exactly, type Figure } from './figure.ts';
import { type Mutation, toMessage } from './notification-message.ts';
import { toMutant } from './notification-mutations.ts';

/**
 * What WeChat's own key has signed, about another app, merchant, amount, currency, order or payer. Such a message is kept for an
 * operator, so that rows may come of it; points may not.
 */
export async function wrongContents(
  system: TestSystem,
  genuine: readonly RawNotification[],
  mutations: readonly Mutation[],
  { times, seed }: { readonly times: number; readonly seed: number },
): Promise<Figure[]> {
  const dice = new Dice(seed);
  const before = await booksOf(system);
  let faults = 0;
  for (let nth = 0; nth < times; nth++) {
    const mutate = mutations[nth % mutations.length] as Mutation;
    const { path, call } = toMutant(mutate(toMessage(dice.pick(genuine)), dice));
    if ((await system.call(path, call)).status >= 500) faults += 1;
  }
  await system.sweep();
  return [
    counted('signed messages about something else', times),
    exactly('of them faults of ours', faults, 0),
    exactly('changes of points, of the journal or of orders', (await booksOf(system)) === before ? 0 : 1, 0),
  ];
}

async function booksOf({ rowCounts, knex }: TestSystem): Promise<string> {
  const counts = await rowCounts();
  const orders = await knex('ordering.orders').select('id', 'status').orderBy('id');
  return JSON.stringify([counts['points'], counts['ledger.entries'], counts['ledger.lots'], orders]);
}
