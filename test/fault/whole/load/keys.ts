import type { Customer } from './customer.ts';
import { ask, uuidOf, type World } from './errands.ts';

const MOST_KEYS = 8;

export async function makeKey(world: World, customer: Customer): Promise<void> {
  const { user, token, keys } = customer;
  if (keys.length >= MOST_KEYS) keys.splice(0, 1);
  const wanted = { method: 'POST', path: '/api/v1/api-keys', token, body: { name: 'load' } } as const;
  const outcome = await ask(world, { what: 'key', user, about: null }, wanted, ({ id }) => ({ id }));
  if (outcome.kind === 'answered' && outcome.status === 201) keep(customer, outcome.json);
}

/** Disables it, takes it away, or puts another one in its place. Whatever is answered, calls are still made with it. */
export async function endKey(world: World, customer: Customer): Promise<void> {
  const { user, token, keys } = customer;
  const key = keys.find(({ isEnding }) => !isEnding);
  if (!key) return makeKey(world, customer);
  key.isEnding = true;
  const note = { what: 'end_key', user, about: uuidOf(key.id) } as const;
  const post = (path: string, body: object) => ask(world, note, { method: 'POST', path, token, body });
  const way = world.dice.pick(['disable', 'delete', 'rotate'] as const);
  if (way === 'disable') await post(`/api/v1/api-keys/${key.id}/status`, { enabled: false });
  else if (way === 'delete') await post('/api/v1/api-keys/delete', { id: key.id });
  else {
    const outcome = await post(`/api/v1/api-keys/${key.id}/rotate`, { grace_seconds: 0 });
    if (outcome.kind === 'answered' && outcome.status === 201) keep(customer, outcome.json);
  }
}

const keep = ({ keys }: Customer, { id, token }: { readonly id: string; readonly token: string }): void => {
  keys.push({ id, token, isEnding: false });
};
