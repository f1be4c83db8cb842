import { randomUUID } from 'node:crypto';
import type { Customer, OwnKey } from './customer.ts';
import { askUntilAnswered, uuidOf, type World } from './errands.ts';

export type SaidUsage =
  | {
      readonly allowed: true;
      readonly usage_id: string;
      readonly points: number;
      readonly points_left: number;
      readonly points_expire_at: string;
      readonly at: string;
    }
  | { readonly allowed: false; readonly code: string };
/** What is needed to ask for the same again. */
export type Call = {
  readonly idempotencyKey: string;
  readonly customer: Customer;
  readonly keyId: string;
  readonly body: object;
};

const APIS = ['text.moderate', 'image.recognize'];
/** Of calls, so many with a key whose end was asked for. */
const WITH_OLD_KEY = 0.1;

/** A service reports a call under a name of its own, and says it again until it is told what has become of it. */
export async function spend(world: World, customer: Customer, calls: Call[]): Promise<void> {
  const key = pickKey(world, customer);
  if (!key) return;
  const { dice } = world;
  const body = { api_key: key.token, api: dice.pick(APIS), quantity: dice.between(1, 3) };
  const idempotencyKey = randomUUID();
  const call = { idempotencyKey, customer, keyId: uuidOf(key.id), body };
  calls.push(call);
  await report(world, call);
}

/** Also for asking a second time. */
export async function report(world: World, { idempotencyKey, customer, keyId, body }: Call): Promise<void> {
  const note = { what: 'usage', user: customer.user, about: idempotencyKey, keyId } as const;
  const headers = { 'Idempotency-Key': idempotencyKey };
  const wanted = { method: 'POST', path: '/internal/v1/usage', token: world.serviceToken, headers, body } as const;
  await askUntilAnswered(world, note, wanted, keepUsage);
}

const keepUsage = (json: SaidUsage): SaidUsage => (json.allowed ? json : { allowed: false, code: json.code });

function pickKey({ dice }: World, { keys }: Customer): OwnKey | undefined {
  const [old, live] = [keys.filter(({ isEnding }) => isEnding), keys.filter(({ isEnding }) => !isEnding)];
  const from = old.length > 0 && (live.length === 0 || dice.chance(WITH_OLD_KEY)) ? old : live;
  return from.length > 0 ? dice.pick(from) : undefined;
}
