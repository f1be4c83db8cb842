import { expect } from 'chai';
import { CheckoutAnswer } from '../../src/adapters/http/internal/checkout-sessions-schema.ts';
import type { ReturnOrigin } from '../../src/domain/keyvault/return-origin.ts';
import type { Answer } from '../support/http/api-client.ts';
import { expectAnswer } from '../support/http/callers.ts';
import { INSTANT } from '../support/http/dates.ts';
import { expectProblem } from '../support/http/expect-problem.ts';
import { PUBLIC_URL, type TestSystem, useTestSystem } from '../support/http/test-system.ts';
import { newId } from '../support/ids.ts';

const PATH = '/internal/v1/checkout-sessions';
const RETURNS = ['https://product.example', 'http://localhost:5173', 'http://127.0.0.1'] as ReturnOrigin[];
const MINUTE = 60;

/** A service with a user of its own. */
async function aSister({ call, actors }: TestSystem) {
  const token = await actors.aService({ returnOrigins: RETURNS });
  const external_id = `user-${newId()}`;
  const { user_id } = (await call('/internal/v1/external-users', { token, body: { external_id } })).json;
  const open = (body: object = {}, key: string = newId()): Promise<Answer> =>
    call(PATH, { token, body: { external_id, ...body }, headers: { 'Idempotency-Key': key } });
  const read = (id: string, as = token): Promise<Answer> => call(`${PATH}/${id}`, { token: as });
  const opened = async (body?: object) => {
    const { status, json, text } = await open(body);
    expect(status, text).to.equal(201);
    return { ...json, token: tokenIn(json.url) } as { id: string; url: string; token: string };
  };
  return { token, external_id, user_id, open, opened, read };
}
type Sister = Awaited<ReturnType<typeof aSister>>;
const tokenIn = (url: string): string => new URL(url).hash.slice('#token='.length);
const create = ({ call }: TestSystem, token: string, package_id = 'small'): Promise<Answer> =>
  call('/api/payment/create', { token, body: { package_id } });

describe('POST /internal/v1/checkout-sessions', () => {
  const system = useTestSystem();
  let sister: Sister;
  beforeEach(async () => {
    sister = await aSister(system());
  });

  it('201 gives an address whose token signs the user in, behind #', async () => {
    const waysBack = { success_url: 'https://product.example/paid?a=1', cancel_url: 'https://product.example/cart' };
    const { status, json } = await sister.open({ package_ids: ['medium', 'small'], ...waysBack });
    expect(status).to.equal(201);
    const { id, url, expires_at, ...same } = json;
    expect(same).to.deep.equal({ status: 'open', user_id: sister.user_id });
    expect(id).to.match(/^chk_[0-9a-f]{32}$/);
    expect(expires_at).to.match(INSTANT);
    expect(url.startsWith(`${PUBLIC_URL}/payment/checkout?session=${id}#token=hss_`)).to.equal(true);
    const page = await system().call('/api/payment/checkout-session', { token: tokenIn(url) });
    expect(page.json.service_name).to.match(/^service-\d+$/);
    expect(page.json).to.deep.equal({
      ...{ id, status: 'open', package_ids: ['small', 'medium'], ...waysBack, order_id: null, expires_at },
      service_name: page.json.service_name,
    });
  });

  it('201 again by the same key is the same address, and 422 for another wish', async () => {
    const body = { metadata: { cart: '7', note: '小海马' } };
    const first = await sister.open(body, 'key');
    const before = await system().rowCounts();
    const again = await sister.open({ metadata: { note: '小海马', cart: '7' } }, 'key');
    expect([again.status, again.json]).to.deep.equal([201, first.json]);
    expect(first.headers.get('idempotency-replayed')).to.equal(null);
    expect(again.headers.get('idempotency-replayed')).to.equal('true');
    for (const other of [{}, { metadata: { cart: '8', note: '小海马' } }, { ...body, package_ids: ['small'] }]) {
      expectProblem(await sister.open(other, 'key'), [422, 'idempotency_key_reused', 'en']);
    }
    expect(await system().rowCounts()).to.deep.equal(before);
    const stranger = await aSister(system());
    expect((await stranger.open({}, 'key')).json.id).not.to.equal(first.json.id);
  });

  it('201 for a user by our id, and by the public id of a package', async () => {
    const person = await system().actors.aPerson();
    const [{ id }] = await system().knex('catalog.packages').where({ code: 'large' });
    const body = { external_id: undefined, user_id: person.id, package_ids: [`pkg_${id.replaceAll('-', '')}`] };
    const { json } = await sister.open(body);
    expect(json.user_id).to.equal(person.id);
    expect((await sister.read(json.id)).json).to.include({ user_id: person.id, external_id: null });
  });

  it('404 for users that are not there, or are those of another service', async () => {
    const stranger = await aSister(system());
    const before = await system().rowCounts();
    for (const body of [
      ...[{ external_id: 'unmapped' }, { external_id: stranger.external_id }],
      ...[
        { external_id: undefined, user_id: `usr_${'0'.repeat(32)}` },
        { external_id: undefined, user_id: 'me' },
      ],
    ]) {
      expectProblem(await sister.open(body), [404, 'unknown_user', 'en']);
    }
    expect(await system().rowCounts()).to.deep.equal(before);
  });

  it('409 for a user who is being deleted', async () => {
    const id = sister.user_id.slice('usr_'.length);
    await system().knex('identity.users').where({ id }).update({ status: 'closing' });
    expectProblem(await sister.open(), [409, 'user_leaving', 'en']);
  });

  it('404 and 409 for packages that are not there, or that the web does not sell', async () => {
    const before = await system().rowCounts();
    for (const package_id of ['huge', '', `pkg_${'0'.repeat(32)}`]) {
      expectProblem(await sister.open({ package_ids: ['small', package_id] }), [404, 'unknown_package', 'en']);
    }
    expectProblem(await sister.open({ package_ids: ['points-50'] }), [409, 'package_closed', 'en']);
    expect(await system().rowCounts()).to.deep.equal(before);
  });

  const hostile: readonly (readonly [string, object])[] = [
    ['nobody', { external_id: undefined }],
    ['two users', { user_id: `usr_${'0'.repeat(32)}` }],
    ['a control character', { external_id: 'a\u0000' }],
    ['an address for scripts', { success_url: 'javascript:alert(1)' }],
    ['an address without TLS', { success_url: 'http://product.example/' }],
    ['an address that only looks local', { success_url: 'http://localhost.evil.example/' }],
    ['an address with a user', { success_url: 'https://a:b@product.example/' }],
    ['half an address', { success_url: '//product.example' }],
    ['an overlong address', { success_url: `https://product.example/${'x'.repeat(512)}` }],
    ['an address with a line break', { success_url: 'https://product.example/\r\nSet-Cookie: a=b' }],
    ['eleven notes', { metadata: Object.fromEntries(Array.from({ length: 11 }, (_, nth) => [`n${nth}`, ''])) }],
    ['an overlong note', { metadata: { a: 'x'.repeat(201) } }],
    ['a note that is no text', { metadata: { a: 1 } }],
    ['a note with a strange name', { metadata: { 'a b': '' } }],
    ['a note with an overlong name', { metadata: { [`a${'b'.repeat(40)}`]: '' } }],
    ['notes that are a list', { metadata: ['a'] }],
    ['a price of its own', { amount_fen: 1 }],
    ['a way out for scripts', { cancel_url: 'javascript:alert(1)' }],
    ['a number for a package', { package_ids: [7] }],
    ['no package at all', { package_ids: [] }],
    ['21 packages', { package_ids: Array.from({ length: 21 }, (_, nth) => `p${nth}`) }],
    ['the word of before', { package_id: 'small' }],
  ];
  for (const [what, body] of hostile) {
    it(`400 for ${what}`, async () => {
      const before = await system().rowCounts();
      expectProblem(await sister.open(body), [400, 'invalid_request', 'en'], ['errors']);
      expect(await system().rowCounts()).to.deep.equal(before);
    });
  }

  it('400 without an idempotency key', async () => {
    const { token, external_id } = sister;
    expectProblem(await system().call(PATH, { token, body: { external_id } }), [400, 'idempotency_key_missing', 'en']);
  });

  for (const success_url of ['http://localhost:5173/back', 'http://127.0.0.1/', 'https://product.example/返回?a=1#b']) {
    it(`201 for the way back ${success_url}`, async () => {
      expect((await sister.open({ success_url, cancel_url: success_url })).status).to.equal(201);
    });
  }

  it('422 for ways back to where the service is not known to be', async () => {
    const before = await system().rowCounts();
    for (const body of [
      { success_url: 'https://product.example.evil.example/' },
      { success_url: 'https://product.example/', cancel_url: 'https://product.example:444/' },
      { cancel_url: 'http://localhost:3000/' },
    ]) {
      expectProblem(await sister.open(body), [422, 'return_url_not_allowed', 'en']);
    }
    expect(await system().rowCounts()).to.deep.equal(before);
  });

  it('keeps the token in no column, in no log line and not in the audit log', async () => {
    const { token } = await sister.opened();
    const rows = await Promise.all(
      ['identity.checkout_sessions', 'identity.sessions', 'audit.events'].map((table) => system().knex(table)),
    );
    expect(JSON.stringify(rows)).to.include('checkout_session.opened').and.not.include(token);
    expect(system().logLines.join('')).not.to.include(token);
  });
});

describe('POST /internal/v1/checkout-sessions without SEAHORSE_SECRET', () => {
  const system = useTestSystem({ parts: { serviceSeal: null } });

  it('503 says what to configure', async () => {
    const sister = await aSister(system());
    const answer = await sister.open();
    expectProblem(answer, [503, 'root_secret_missing', 'en']);
    expect(answer.json.detail).to.include('SEAHORSE_SECRET');
  });
});

describe('GET /internal/v1/checkout-sessions/{id}', () => {
  const system = useTestSystem();
  let sister: Sister;
  beforeEach(async () => {
    sister = await aSister(system());
  });
  const told = async (id: string) => expectAnswer(await sister.read(id), CheckoutAnswer);
  const settle = async (outTradeNo: string) => {
    await system().phone.pay(outTradeNo, { notify: false });
    expect(await system().phone.deliver(outTradeNo)).to.deep.equal([204]);
  };

  it('200 tells of the whole way: open, an order, paid with its points', async () => {
    const { id, token } = await sister.opened({ metadata: { cart: '7' } });
    const bare = await told(id);
    const { expires_at } = bare;
    expect(bare).to.deep.equal({
      ...{ id, status: 'open', order: null, user_id: sister.user_id, external_id: sister.external_id },
      ...{ metadata: { cart: '7' }, expires_at },
    });
    const { json: payment } = await create(system(), token, 'medium');
    const order = { id: payment.order_id, package_code: 'medium', amount_fen: 7_900, points: 30 };
    expect(await told(id)).to.deep.include({ status: 'open', order: { ...order, status: 'pending', paid_at: null } });
    await settle(payment.out_trade_no);
    const paid = await told(id);
    expect(paid.status).to.equal('paid');
    expect(paid.order).to.deep.include({ ...order, status: 'paid' });
    expect(paid.order?.paid_at).to.match(INSTANT);
    const balance = await system().call(`/internal/v1/users/${sister.user_id}/balance`, { token: sister.token });
    expect(balance.json.available).to.equal(30);
  });

  it('200 says expired after an hour without an order, and paid if one was paid at the last moment', async () => {
    const [idle, late] = [await sister.opened(), await sister.opened()];
    await system().advance(59 * MINUTE);
    const { json: payment } = await create(system(), late.token);
    await system().advance(MINUTE);
    expect((await told(idle.id)).status).to.equal('expired');
    expect((await told(late.id)).status).to.equal('open');
    expectProblem(await create(system(), late.token), [401, 'session_expired', 'zh']);
    await settle(payment.out_trade_no);
    expect((await told(late.id)).status).to.equal('paid');
  });

  it('200 does not count what the user buys elsewhere', async () => {
    const person = await system().actors.aPerson();
    const { id } = await sister.opened({ external_id: undefined, user_id: person.id });
    const payment = await system().actors.aPayment(person);
    await settle(payment.out_trade_no);
    expect(await told(id)).to.include({ status: 'open', order: null });
  });

  it('404 for another service, and for ids of nothing', async () => {
    const { id } = await sister.opened();
    const stranger = await aSister(system());
    for (const [none, as] of [
      [id, stranger.token],
      ['chk_1', sister.token],
      [`chk_${'0'.repeat(32)}`, sister.token],
      [sister.user_id, sister.token],
      ['%00', sister.token],
    ] as const) {
      expectProblem(await sister.read(none, as), [404, 'unknown_checkout_session', 'en']);
    }
  });

  it('403 for a service that may do everything else', async () => {
    const { id } = await sister.opened();
    const stranger = await system().actors.aService({ operations: ['usage', 'balance', 'external_users'] });
    expectProblem(await sister.read(id, stranger), [403, 'operation_not_granted', 'en']);
  });
});

describe('The session of a checkout', () => {
  const system = useTestSystem();
  let sister: Sister;
  let token: string;
  beforeEach(async () => {
    sister = await aSister(system());
    ({ token } = await sister.opened());
  });

  it('sees packages and quotes, buys, and asks after its payment', async () => {
    const { call } = system();
    for (const path of ['/api/v1/packages', '/api/payment/packages']) {
      expect((await call(path, { token })).status, path).to.equal(200);
    }
    const package_id = await system().actors.packageId();
    expect((await call('/api/v1/quotes', { token, body: { package_id } })).status).to.equal(200);
    const { json: payment } = await create(system(), token);
    const query = await call(`/api/payment/query?order_id=${payment.order_id}`, { token });
    expect([query.status, query.json.status]).to.deep.equal([200, 'pending']);
    expect((await call('/api/v1/session', { method: 'DELETE', token })).status).to.equal(204);
    expectProblem(await create(system(), token), [401, 'session_unknown', 'zh']);
  });

  const closed: readonly (readonly [method: string, path: string, body?: object])[] = [
    ...(['me', 'balance', 'sessions', 'points/expiring', 'points/statement', 'api-keys', 'invoices'] as const).map(
      (path) => ['GET', `/api/v1/${path}`] as const,
    ),
    ['GET', '/api/v1/points/statement.csv?month=2026-01'],
    ['GET', `/api/v1/orders/ord_${'0'.repeat(32)}`],
    ['POST', '/api/v1/orders', { package_id: 'x' }],
    ['POST', '/api/v1/api-keys', { name: 'key' }],
    ['POST', '/api/v1/sessions/revoke-others'],
    ['POST', '/api/v1/login-tickets/confirm', { scene: 'login:x', confirm: true }],
    ['GET', '/api/v1/invoice-titles'],
  ];
  for (const [method, path, body] of closed) {
    it(`403 for ${method} ${path}`, async () => {
      const answer = await system().call(path, { method, token, ...(body && { body }) });
      expectProblem(answer, [403, 'session_only_for_checkout', 'zh']);
    });
  }

  it('404 for the order of another user', async () => {
    const { order_id, out_trade_no } = await system().actors.aPayment(await system().actors.aPerson());
    for (const query of [`order_id=${order_id}`, `out_trade_no=${out_trade_no}`]) {
      const answer = await system().call(`/api/payment/query?${query}`, { token });
      expectProblem(answer, [404, 'unknown_order', 'zh']);
    }
  });

  it('409 for a second purchase, which its service would not hear of', async () => {
    const { json: payment } = await create(system(), token);
    await system().phone.pay(payment.out_trade_no, { notify: false });
    await system().phone.deliver(payment.out_trade_no);
    const before = await system().rowCounts();
    for (const code of ['small', 'large']) {
      const again = await create(system(), token, code);
      expectProblem(again, [409, 'order_already_paid', 'zh'], ['order_id']);
      expect(again.json.order_id).to.equal(payment.order_id);
    }
    expect(await system().rowCounts()).to.deep.equal(before);
  });

  it('409 for another package than the one that it was opened for', async () => {
    const { token: own } = await sister.opened({ package_ids: ['medium'] });
    expectProblem(await create(system(), own, 'small'), [409, 'other_package_in_checkout', 'zh']);
    expect((await create(system(), own, 'medium')).status).to.equal(201);
  });

  it('410 after its hour, to whoever has it, tells where its user came from and nothing else', async () => {
    const cancel_url = 'https://product.example/cart';
    const late = await sister.opened({ package_ids: ['medium'], cancel_url, metadata: { cart: '7' } });
    await create(system(), late.token, 'medium');
    await system().advance(60 * MINUTE);
    const answer = await system().call('/api/payment/checkout-session', { token: late.token });
    expectProblem(answer, [410, 'checkout_session_expired', 'zh'], ['service_name', 'cancel_url']);
    expect(answer.json).to.include({ cancel_url });
    expect(answer.json.service_name).to.match(/^service-\d+$/);
    expectProblem(await create(system(), late.token, 'medium'), [401, 'session_expired', 'zh']);
  });

  it('is the only one that has a checkout to show', async () => {
    const shown = (as?: string) => system().call('/api/payment/checkout-session', { token: as });
    expect((await shown(token)).json).to.include({
      status: 'open',
      package_ids: null,
      success_url: null,
      cancel_url: null,
    });
    const person = await system().actors.aPerson();
    expectProblem(await shown(person.token), [404, 'unknown_checkout_session', 'zh']);
    expectProblem(await shown(), [401, 'session_missing', 'zh']);
  });
});
