import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { LIMITED_ROUTES } from '../../src/adapters/http/limits/limit-of.ts';
import type { RequestLimits } from '../../src/application/shared/request-limiter.ts';
import { CODE_RANDOM_BYTES, codeFrom, printedCode } from '../../src/domain/catalog/code-text.ts';
import type { Network } from '../../src/domain/keyvault/network.ts';
import { aToken } from '../support/a-token.ts';
import type { Answer } from '../support/http/api-client.ts';
import { aCallerOf } from '../support/http/callers.ts';
import { expectProblem } from '../support/http/expect-problem.ts';
import { signedCall } from '../support/http/sign-request.ts';
import { type TestSystem, useTestSystem } from '../support/http/test-system.ts';
import { ENTRIES } from './access/routes.ts';

const FREE: RequestLimits = {
  ...{ sign_in: 0, order: 0, key: 0, payment_check: 0, redemption: 0, person: 0, failed_caller: 0, failed_code: 0 },
};
const TOO_MANY = [429, 'too_many_requests', 'zh'] as const;

/** So many are let through with what is left said, and the next one is told when to come again. */
async function expectLimit(limit: string, times: number, ask: () => Promise<Answer>): Promise<void> {
  for (let left = times - 1; left >= 0; left--) {
    const { status, headers, text } = await ask();
    expect(status, text).not.to.equal(429);
    expect(headers.get('ratelimit-policy')).to.equal(`"${limit}";q=${times};w=60`);
    expect(headers.get('ratelimit')).to.match(new RegExp(`^"${limit}";r=${left};t=([1-9]|[1-5]\\d|60)$`));
  }
  const refused = await ask();
  expectProblem(refused, TOO_MANY);
  expect(Number(refused.headers.get('retry-after'))).to.be.within(1, 60);
  expect(refused.headers.get('ratelimit')).to.match(new RegExp(`^"${limit}";r=0;t=`));
}

it('the routes that have limits of their own are there', () => {
  expect(Object.keys(ENTRIES)).to.include.members(LIMITED_ROUTES);
});

describe('limits of a person', () => {
  const system = useTestSystem({ limits: { ...FREE, order: 2, key: 2, payment_check: 2, redemption: 2, person: 6 } });
  const asPerson = async (path: string, body?: object) => {
    const { token } = await system().actors.aPerson();
    return () => system().call(path, { token, ...(body && { body }) });
  };

  it('are kept for orders, on the phone and on the web together', async () => {
    const { actors, call, rowCounts } = system();
    const { token } = await actors.aPerson();
    const body = { package_id: await actors.packageId() };
    expect((await call('/api/payment/create', { token, body: { package_id: 'small' } })).status).to.equal(201);
    expect((await call('/api/v1/orders', { token, body })).status).to.equal(201);
    const before = await rowCounts();
    expectProblem(await call('/api/v1/orders', { token, body }), TOO_MANY);
    expectProblem(await call('/api/payment/create', { token, body: { package_id: 'small' } }), TOO_MANY);
    expect(await rowCounts()).to.deep.equal(before);
  });

  it('are kept for new keys', async () => {
    await expectLimit('key', 2, await asPerson('/api/v1/api-keys', { name: 'k' }));
  });

  it('are kept for questions that we pass on to WeChat', async () => {
    await expectLimit('payment_check', 2, await asPerson(`/api/payment/query?order_id=ord_${'0'.repeat(32)}`));
    await expectLimit('payment_check', 2, await asPerson(`/api/v1/orders/ord_${'0'.repeat(32)}/check`, {}));
  });

  it('are kept for redemption codes, good or bad', async () => {
    await expectLimit('redemption', 2, await asPerson('/api/v1/redemptions', { code: 'no code' }));
  });

  it('are kept for everything else together', async () => {
    const paths = ['/api/v1/me', '/api/v1/balance', '/api/v1/orders'];
    const { token } = await system().actors.aPerson();
    let nth = 0;
    await expectLimit('person', 6, () => system().call(paths[nth++ % 3] as string, { token }));
  });

  it('are those of each person', async () => {
    await expectLimit('key', 2, await asPerson('/api/v1/api-keys', { name: 'k' }));
    const other = await (await asPerson('/api/v1/api-keys', { name: 'k' }))();
    expect(other.status).to.equal(201);
  });
});

describe('limits of an address', () => {
  const system = useTestSystem({ limits: { ...FREE, sign_in: 3 }, trustedProxies: ['127.0.0.0/8' as Network] });
  const from = (address: string) => (path: string, body: object) =>
    system().call(path, { body, headers: { 'X-Forwarded-For': address } });

  it('are kept for signing in, by whatever way', async () => {
    const ask = from('203.0.113.7');
    let nth = 0;
    await expectLimit('sign_in', 3, () =>
      nth++ % 2 === 0 ? ask('/api/v1/session', { code: 'x' }) : ask('/api/web/login-tickets', {}),
    );
    expect((await from('203.0.113.8')('/api/v1/session', { code: 'x' })).json.code).to.equal('login_code_invalid');
  });

  it('are those of the network that somebody is given, in IPv6', async () => {
    for (const host of ['1', '2', '3']) {
      expect((await from(`2001:db8:1:2::${host}`)('/api/v1/session', { code: 'x' })).status).to.equal(400);
    }
    expectProblem(await from('2001:db8:1:2:ffff::1')('/api/v1/session', { code: 'x' }), TOO_MANY);
    expect((await from('2001:db8:1:3::1')('/api/v1/session', { code: 'x' })).status).to.equal(400);
  });

  it('cannot be shed by what stands left of the address in X-Forwarded-For', async () => {
    const answers: number[] = [];
    for (let nth = 0; nth < 5; nth++) {
      answers.push((await from(`10.9.9.${nth}, 198.51.100.4`)('/api/v1/session', { code: 'x' })).status);
    }
    expect(answers).to.deep.equal([400, 400, 400, 429, 429]);
  });
});

describe('limits of an address that guesses codes', () => {
  const system = useTestSystem({ limits: { ...FREE, failed_code: 2 } });

  it('count what nobody knows, of all persons together, and nothing else', async () => {
    const guess = async (code: string) => {
      const { token } = await system().actors.aPerson();
      return system().call('/api/v1/redemptions', { token, body: { code } });
    };
    for (const mistyped of ['7K2M', '7K2M-9QXA-4TBV-PD3X', 'x']) {
      expect((await guess(mistyped)).json.code).to.equal('redemption_code_malformed');
    }
    const unknown = () => guess(printedCode(codeFrom(randomBytes(CODE_RANDOM_BYTES))));
    await expectLimit('failed_code', 2, unknown);
    expect((await guess('x')).status).to.equal(400);
  });
});

describe('limits of an address, without proxies', () => {
  const system = useTestSystem({ limits: { ...FREE, sign_in: 3 } });

  it('are those of the connection, whatever a client says where it comes from', async () => {
    const claims = ['198.51.100.1', '198.51.100.2', '127.0.0.1', '::1', 'nobody'];
    const answers = [];
    for (const claim of claims) {
      const headers = { 'X-Forwarded-For': claim, 'X-Real-IP': claim, Forwarded: `for=${claim}` };
      answers.push((await system().call('/api/v1/session', { body: { code: 'x' }, headers })).status);
    }
    expect(answers).to.deep.equal([400, 400, 400, 429, 429]);
  });
});

describe('a backend service', () => {
  const system = useTestSystem({ limits: { ...FREE, failed_caller: 4, person: 1 } });
  const guess = (path: string, body: object | undefined, { call }: TestSystem) =>
    call(path, { token: aToken('ss_live_'), ...(body && { body }), headers: { 'Idempotency-Key': 'guess' } });

  it('that guesses is told so after a while, by whatever route; one with a good token is in nobody’s way', async () => {
    const { actors, call } = system();
    const { charge, ask } = await aCallerOf(system());
    const usage = { api_key: aToken('sk_live_'), api: 'image.recognize' };
    const signer = await actors.aSigner();
    const forged = signedCall(
      { ...signer, secret: `${signer.secret}x` },
      { path: '/internal/v1/keys/verify', body: usage },
    );
    const ways = [
      () => guess('/internal/v1/usage', usage, system()),
      () => guess('/internal/v1/keys/verify', usage, system()),
      () => guess(`/internal/v1/users/usr_${'0'.repeat(32)}/balance`, undefined, system()),
      () => call('/internal/v1/keys/verify', { ...forged, token: signer.token }),
    ];
    for (const way of ways) expect((await way()).status).to.equal(401);
    for (const way of ways) expectProblem(await way(), [429, 'too_many_requests', 'en']);
    const charged = await charge();
    expect([charged.status, charged.json.allowed]).to.deep.equal([200, true]);
    expect(charged.headers.has('ratelimit')).to.equal(false);
    expect((await ask('/keys/verify', usage)).status).to.equal(200);
  });
});
