import type { UserId } from '../../../src/domain/shared/ids.ts';
import type { Call } from '../../support/http/api-client.ts';
import { aCallerOf, type CallerOf } from '../../support/http/callers.ts';
import type { TestSystem } from '../../support/http/test-system.ts';
import { newId } from '../../support/ids.ts';

export const IP = '203.0.113.7';

/** A user who has one of everything, and the service that his calls come through. */
export type World = CallerOf & {
  readonly paidOrderId: string;
  readonly titleId: string;
  readonly invoiceId: string;
  readonly sessionId: string;
  readonly usageId: string;
  readonly holdId: string;
  readonly packageId: string;
  readonly outTradeNo: string;
  /** Of a browser that waits to be signed in. */
  readonly scene: string;
  readonly externalId: string;
  readonly checkoutId: string;
  readonly checkoutToken: string;
};

/** A request: where, and with what; whose token goes with it, the test says. */
export type Asked = { readonly path: string; readonly call: Call };

export async function aWorld(system: TestSystem): Promise<World> {
  const caller = await aCallerOf(system);
  const { person } = caller;
  const { token } = person;
  const made = async (path: string, body: object) => (await system.call(path, { token, body })).json;
  const order = await system.actors.aPaidOrder(person, 'points-50');
  const title = await made('/api/v1/invoice-titles', {
    kind: 'personal',
    name: '王小明',
    email: `${newId()}@example.com`,
  });
  const invoice = await made('/api/v1/invoices', { order_id: order.id, title_id: title.id });
  const [session] = (await system.call('/api/v1/sessions', { token })).json.sessions;
  return {
    ...caller,
    ...{ paidOrderId: order.id, titleId: title.id, invoiceId: invoice.id, sessionId: session.id },
    usageId: (await caller.charge()).json.usage_id,
    holdId: (await caller.hold({ points: 5 })).json.hold_id,
    ...{ packageId: order.package_id, outTradeNo: order.out_trade_no },
    ...(await aCheckout(caller)),
    scene: await aScene(system),
  };
}

/** Of a user whom the service has mapped. */
async function aCheckout({ ask, once }: CallerOf) {
  const externalId = newId();
  await ask('/external-users', { external_id: externalId });
  const { json } = await ask('/checkout-sessions', { external_id: externalId }, { headers: once() });
  return { externalId, checkoutId: json.id as string, checkoutToken: String(json.url).split('#token=')[1] as string };
}

async function aScene({ call, knex }: TestSystem): Promise<string> {
  const { json } = await call('/api/web/login-tickets', { body: {} });
  // One address asks for ten a minute at most, and here are more people.
  await knex('identity.login_tickets').update({ asked_from: 'elsewhere' });
  return (
    await knex('identity.login_tickets')
      .where({ id: uuidOf(json.id) })
      .first()
  ).scene;
}

/** Everything a second user has, so that he is refused for being another and not for having nothing. */
export const aStranger = async (system: TestSystem) => (await aWorld(system)).person.token;

/** A session that was good and is so no more, or is good for less. */
export const SESSIONS = {
  unknown: async () => `hss_${'0'.repeat(64)}`,
  expired: async (system: TestSystem) => {
    const { token, id } = await system.actors.aPerson();
    const past = { expires_at: new Date(Date.now() - 1) };
    await system
      .knex('identity.sessions')
      .where({ user_id: uuidOf(id) })
      .update(past);
    return token;
  },
  'signed out': async (system: TestSystem) => {
    const { token } = await system.actors.aPerson();
    await system.call('/api/v1/session', { token, method: 'DELETE' });
    return token;
  },
  'of who is leaving': async (system: TestSystem) => {
    const { token, id } = await system.actors.aPerson();
    await system
      .knex('identity.users')
      .where({ id: uuidOf(id) })
      .update({ status: 'closing' });
    return token;
  },
  'of who has left': async (system: TestSystem) => {
    const { token, id } = await system.actors.aPerson();
    await leave(system, id);
    return token;
  },
  checkout: async (system: TestSystem) => {
    const { token, id } = await system.actors.aPerson();
    await system
      .knex('identity.sessions')
      .where({ user_id: uuidOf(id) })
      .update({ kind: 'checkout' });
    return token;
  },
} as const;

/** The account is closed, as if nothing else had come of it: whatever asks who somebody is has to see it by itself. */
export const leave = (system: TestSystem, userId: string): Promise<unknown> =>
  system
    .knex('identity.users')
    .where({ id: uuidOf(userId) })
    .update({ status: 'closed' });

export const uuidOf = (id: string): UserId =>
  id.slice(4).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5') as UserId;
