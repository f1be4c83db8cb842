import { nodeSecrets } from '../../../src/adapters/system/random.ts';
import { SIMULATED_TEMPLATES } from '../../../src/cli/system/subscribe-messages-config.ts';
import { CODE_RANDOM_BYTES, codeFrom, printedCode } from '../../../src/domain/catalog/code-text.ts';
import type { Operation } from '../../../src/domain/keyvault/service.ts';
import { aBatch } from '../../support/codes.ts';
import type { TestSystem } from '../../support/http/test-system.ts';
import { PNG } from '../../support/pictures.ts';
import type { Asked, World } from './world.ts';
import { IP } from './world.ts';

/** Who may use a route. */
export type Access =
  /** Nothing of anybody is shown or changed; `why` says what for. */
  | { readonly who: 'everybody'; readonly why: string }
  /** Everybody; but a token that is sent must be good. */
  | { readonly who: 'visitor' }
  | { readonly who: 'user' | 'buyer' | 'owner' }
  | { readonly who: 'service'; readonly operation: Operation; readonly keyed?: 'one' | 'batch' }
  | { readonly who: 'wechat' };

export type Entry = Access & {
  /** A request that is right in everything, about what belongs to this world. */
  readonly ask?: (world: World) => Asked;
  /** What somebody else is told who asks for it: as of something that never was. */
  readonly foreign?: string;
  /** Somebody who closes the account may still do it. */
  readonly whileClosing?: true;
  /** What has to be so before anybody is let in. */
  readonly prepare?: (system: TestSystem, world: World) => Promise<void>;
  /** Whose token lets in, where it is not the user's or the service's own. */
  readonly token?: (world: World) => string;
};

const get = (path: string): Asked => ({ path, call: {} });
const post = (path: string, body: object = {}): Asked => ({ path, call: { body } });
const put = (path: string, body: object): Asked => ({ path, call: { body, method: 'PUT' } });
const once = (asked: Asked): Asked => ({
  ...asked,
  call: { ...asked.call, headers: { 'Idempotency-Key': `access-${Math.random()}` } },
});
const aPicture = (): Asked => ({
  path: '/api/v1/me/avatar',
  call: { raw: PNG as Uint8Array<ArrayBuffer>, headers: { 'Content-Type': 'image/png' } },
});
const keyed = ({ asked }: World) => ({ ...asked, client_ip: IP });

const CODE = codeFrom(new Uint8Array(CODE_RANDOM_BYTES));
const CLOSE = { confirm: '注销', waive_points: true };

/** Nothing that keeps an account from being closed. */
async function endAffairs({ call }: TestSystem, { ask, person, holdId, invoiceId }: World): Promise<void> {
  await ask(`/holds/${holdId}/release`, {});
  await call(`/api/v1/invoices/${invoiceId}/cancel`, { token: person.token, method: 'POST' });
}

async function beginClosing(system: TestSystem, world: World): Promise<void> {
  await endAffairs(system, world);
  await system.call('/api/v1/me/closing', { token: world.person.token, body: CLOSE });
}

const OPEN = { who: 'everybody' } as const;
const USER = { who: 'user' } as const;
const OWNER = { who: 'owner' } as const;

/** Every route of the HTTP surface. The matrix is made of this; a route that is missing here fails the tests. */
export const ENTRIES: Readonly<Record<string, Entry>> = {
  'GET /livez': { ...OPEN, why: 'health' },
  'GET /readyz': { ...OPEN, why: 'health' },
  'GET /startupz': { ...OPEN, why: 'health' },
  'GET /docs/errors': { ...OPEN, why: 'documentation' },
  'GET /docs': { ...OPEN, why: 'documentation' },
  'GET /docs/:guide': { ...OPEN, why: 'documentation' },
  'GET /docs/zh/:guide': { ...OPEN, why: 'documentation' },
  'GET /docs/api': { ...OPEN, why: 'documentation' },
  'GET /docs/assets/:name': { ...OPEN, why: 'style sheets and scripts of the documentation' },
  'GET /pricing': { ...OPEN, why: 'a page; what it shows it asks the API for' },
  'GET /payment/checkout': { ...OPEN, why: 'a page; what it shows it asks the API for' },
  'GET /payment/result': { ...OPEN, why: 'a page; what it shows it asks the API for' },
  'GET /assets/:name': { ...OPEN, why: 'scripts and styles of those pages' },
  'GET /internal/v1/openapi.json': { ...OPEN, why: 'documentation' },
  'POST /api/v1/session': { ...OPEN, why: 'signs in, with a code that only WeChat gives' },
  'GET /api/v1/packages': { who: 'visitor', ask: () => get('/api/v1/packages') },
  'GET /api/v1/promotions': { ...OPEN, why: 'the price list' },
  'GET /api/v1/apis': { ...OPEN, why: 'the price list' },
  'GET /api/payment/packages': { who: 'visitor', ask: () => get('/api/payment/packages') },

  'GET /avatars/:name': { ...OPEN, why: 'pictures that users show; the name is a digest' },

  'GET /api/webhook/wechat-oa': { who: 'wechat' },
  'POST /api/webhook/wechat-oa': { who: 'wechat' },
  'POST /api/webhook/wechat': { who: 'wechat' },
  'GET /api/webhook/wechat-push': { who: 'wechat' },
  'POST /api/webhook/wechat-push': { who: 'wechat' },

  'GET /api/v1/me': { ...USER, ask: () => get('/api/v1/me') },
  'GET /api/v1/me/closing': { ...USER, ask: () => get('/api/v1/me/closing') },
  'POST /api/v1/me/closing': {
    ...{ ...USER, whileClosing: true, prepare: endAffairs },
    ask: () => post('/api/v1/me/closing', CLOSE),
  },
  'POST /api/v1/me/closing/cancel': {
    ...{ ...USER, whileClosing: true, ask: () => post('/api/v1/me/closing/cancel'), prepare: beginClosing },
  },
  'PUT /api/v1/me': { ...USER, ask: () => put('/api/v1/me', { notifications: false }) },
  'POST /api/v1/me/avatar': { ...USER, ask: () => aPicture() },
  'DELETE /api/v1/me/avatar': { ...USER, ask: () => ({ path: '/api/v1/me/avatar', call: { method: 'DELETE' } }) },
  'GET /api/v1/subscriptions': { ...USER, ask: () => get('/api/v1/subscriptions') },
  'POST /api/v1/subscriptions': {
    ...USER,
    ask: () => post('/api/v1/subscriptions', { accepted: [SIMULATED_TEMPLATES.payment_success.id] }),
  },
  'DELETE /api/v1/session': {
    who: 'buyer',
    whileClosing: true,
    ask: () => ({ path: '/api/v1/session', call: { method: 'DELETE' } }),
  },
  'GET /api/v1/sessions': { ...USER, ask: () => get('/api/v1/sessions') },
  'POST /api/v1/sessions/revoke-others': {
    ...USER,
    whileClosing: true,
    ask: () => post('/api/v1/sessions/revoke-others'),
  },
  'POST /api/v1/sessions/:id/revoke': {
    ...{
      ...USER,
      whileClosing: true,
      ask: ({ sessionId }) => post(`/api/v1/sessions/${sessionId}/revoke`),
      foreign: 'unknown_session',
    },
  },
  'POST /api/v1/redemptions': {
    ...USER,
    prepare: async ({ uow }) => {
      const digests = [nodeSecrets.digest(CODE)];
      await uow.run(({ redemptionCodes }) => redemptionCodes.addBatch(aBatch({ codes: 1 }), digests));
    },
    ask: () => post('/api/v1/redemptions', { code: printedCode(CODE) }),
  },
  'POST /api/v1/quotes': {
    who: 'buyer',
    whileClosing: true,
    ask: ({ packageId }) => post('/api/v1/quotes', { package_id: packageId }),
  },
  'GET /api/v1/orders': { ...USER, ask: () => get('/api/v1/orders') },
  'POST /api/v1/orders': { ...USER, ask: ({ packageId }) => post('/api/v1/orders', { package_id: packageId }) },
  'GET /api/v1/orders/:id': {
    ...{ ...USER, ask: ({ paidOrderId }) => get(`/api/v1/orders/${paidOrderId}`), foreign: 'unknown_order' },
  },
  'POST /api/v1/orders/:id/check': {
    ...{
      ...USER,
      whileClosing: true,
      ask: ({ paidOrderId }) => post(`/api/v1/orders/${paidOrderId}/check`),
      foreign: 'unknown_order',
    },
  },
  'GET /api/v1/balance': { ...USER, ask: () => get('/api/v1/balance') },
  'GET /api/v1/points/expiring': { ...USER, ask: () => get('/api/v1/points/expiring') },
  'GET /api/v1/points/statement': { ...USER, ask: () => get('/api/v1/points/statement') },
  'GET /api/v1/points/statement.csv': { ...USER, ask: () => get('/api/v1/points/statement.csv?month=2026-01') },

  'GET /api/v1/api-keys': { ...OWNER, ask: () => get('/api/v1/api-keys') },
  'POST /api/v1/api-keys': { ...OWNER, ask: () => post('/api/v1/api-keys', { name: 'k' }) },
  'POST /api/v1/api-keys/status': {
    ...{ ...OWNER, ask: ({ key }) => post('/api/v1/api-keys/status', { ids: [key.id], enabled: false }) },
    foreign: 'unknown_api_key',
  },
  'POST /api/v1/api-keys/delete': {
    ...{ ...OWNER, ask: ({ key }) => post('/api/v1/api-keys/delete', { id: key.id }), foreign: 'unknown_api_key' },
  },
  'PUT /api/v1/api-keys/:id': {
    ...{ ...OWNER, ask: ({ key }) => put(`/api/v1/api-keys/${key.id}`, { name: 'x' }), foreign: 'unknown_api_key' },
  },
  'POST /api/v1/api-keys/:id/status': {
    ...{ ...OWNER, ask: ({ key }) => post(`/api/v1/api-keys/${key.id}/status`, { enabled: false }) },
    foreign: 'unknown_api_key',
  },
  'POST /api/v1/api-keys/:id/rotate': {
    ...{ ...OWNER, ask: ({ key }) => post(`/api/v1/api-keys/${key.id}/rotate`), foreign: 'unknown_api_key' },
  },

  'GET /api/v1/calls/summary': { ...USER, ask: () => get('/api/v1/calls/summary') },
  'GET /api/v1/calls/refused': { ...USER, ask: () => get('/api/v1/calls/refused') },

  'POST /api/web/login-tickets': { ...OPEN, why: 'asks for a code, which signs nobody in by itself' },
  'POST /api/web/login-tickets/:id/claim': { ...OPEN, why: 'needs the secret of the browser that asked' },
  'POST /api/v1/login-tickets/confirm': {
    ...{ ...USER, ask: ({ scene }) => post('/api/v1/login-tickets/confirm', { scene }) },
  },

  'GET /api/v1/invoice-titles': { ...USER, ask: () => get('/api/v1/invoice-titles') },
  'POST /api/v1/invoice-titles': {
    ...{
      ...USER,
      ask: () => post('/api/v1/invoice-titles', { kind: 'personal', name: '王小海', email: 'w@example.com' }),
    },
  },
  'PUT /api/v1/invoice-titles/:id': {
    ...{ ...USER, foreign: 'unknown_invoice_title' },
    ask: ({ titleId }) =>
      put(`/api/v1/invoice-titles/${titleId}`, { kind: 'personal', name: '李小海', email: 'l@example.com' }),
  },
  // What is not the user's is not among the ids that are gone: see test/http/invoice-titles.test.ts.
  'POST /api/v1/invoice-titles/delete': {
    ...{ ...USER, ask: ({ titleId }) => post('/api/v1/invoice-titles/delete', { ids: [titleId] }) },
  },
  'GET /api/v1/invoices': { ...USER, ask: () => get('/api/v1/invoices') },
  'GET /api/v1/invoices/summary': { ...USER, ask: () => get('/api/v1/invoices/summary') },
  'GET /api/v1/invoices/requestable': { ...USER, ask: () => get('/api/v1/invoices/requestable') },
  'POST /api/v1/invoices': {
    ...{ ...USER, foreign: 'unknown_order' },
    ask: ({ paidOrderId, titleId }) => post('/api/v1/invoices', { order_id: paidOrderId, title_id: titleId }),
  },
  'GET /api/v1/invoices/:id': {
    ...{ ...USER, ask: ({ invoiceId }) => get(`/api/v1/invoices/${invoiceId}`), foreign: 'unknown_invoice' },
  },
  'POST /api/v1/invoices/:id/cancel': {
    ...{ ...USER, ask: ({ invoiceId }) => post(`/api/v1/invoices/${invoiceId}/cancel`), foreign: 'unknown_invoice' },
  },

  'POST /api/payment/create': { who: 'buyer', ask: () => post('/api/payment/create', { package_id: 'small' }) },
  'GET /api/payment/query': {
    ...{ who: 'buyer', foreign: 'unknown_order' },
    ask: ({ paidOrderId }) => get(`/api/payment/query?order_id=${paidOrderId}`),
  },
  'GET /api/payment/events': {
    ...{ who: 'buyer', foreign: 'unknown_order' },
    ask: ({ paidOrderId }) => get(`/api/payment/events?order_id=${paidOrderId}`),
  },

  'GET /api/payment/checkout-session': {
    ...{ who: 'buyer', ask: () => get('/api/payment/checkout-session'), token: ({ checkoutToken }) => checkoutToken },
  },

  'POST /internal/v1/external-users': {
    ...{ who: 'service', operation: 'external_users' },
    ask: ({ externalId }) => post('/internal/v1/external-users', { external_id: externalId }),
  },
  'GET /internal/v1/external-users': {
    ...{ who: 'service', operation: 'external_users', foreign: 'unknown_user' },
    ask: ({ externalId }) => get(`/internal/v1/external-users?external_id=${externalId}`),
  },
  'POST /internal/v1/checkout-sessions': {
    ...{ who: 'service', operation: 'checkout', foreign: 'unknown_user' },
    ask: ({ externalId }) => once(post('/internal/v1/checkout-sessions', { external_id: externalId })),
  },
  'GET /internal/v1/checkout-sessions/:id': {
    ...{ who: 'service', operation: 'checkout', foreign: 'unknown_checkout_session' },
    ask: ({ checkoutId }) => get(`/internal/v1/checkout-sessions/${checkoutId}`),
  },

  'POST /internal/v1/usage': {
    ...{ who: 'service', operation: 'usage', keyed: 'one' },
    ask: (world) => once(post('/internal/v1/usage', keyed(world))),
  },
  'POST /internal/v1/usage/batch': {
    ...{ who: 'service', operation: 'usage', keyed: 'batch' },
    ask: (world) =>
      post('/internal/v1/usage/batch', { items: [{ ...keyed(world), idempotency_key: `access-${Math.random()}` }] }),
  },
  'POST /internal/v1/usage/:id/reverse': {
    ...{ who: 'service', operation: 'reverse', foreign: 'unknown_usage' },
    ask: ({ usageId }) => post(`/internal/v1/usage/${usageId}/reverse`),
  },
  'POST /internal/v1/holds': {
    ...{ who: 'service', operation: 'holds', keyed: 'one' },
    ask: (world) => once(post('/internal/v1/holds', { ...keyed(world), points: 3 })),
  },
  'POST /internal/v1/holds/:id/capture': {
    ...{ who: 'service', operation: 'holds', foreign: 'unknown_hold' },
    ask: ({ holdId }) => post(`/internal/v1/holds/${holdId}/capture`),
  },
  'POST /internal/v1/holds/:id/release': {
    ...{ who: 'service', operation: 'holds', foreign: 'unknown_hold' },
    ask: ({ holdId }) => post(`/internal/v1/holds/${holdId}/release`),
  },
  'POST /internal/v1/keys/verify': {
    ...{ who: 'service', operation: 'verify', keyed: 'one' },
    ask: (world) => post('/internal/v1/keys/verify', keyed(world)),
  },
  // Every service that may ask for balances may ask for everybody's: users are ours, not a service's.
  'GET /internal/v1/users/:id/balance': {
    ...{ who: 'service', operation: 'balance' },
    ask: ({ person }) => get(`/internal/v1/users/${person.id}/balance`),
  },
};
