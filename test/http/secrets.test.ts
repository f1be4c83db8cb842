import { expect } from 'chai';
import { sealUnder } from '../../src/adapters/system/seal-secret.ts';
import { sealedFor } from '../../src/domain/identity/session-key.ts';
import type { Person } from '../support/http/actors.ts';
import { type Signer, signedCall } from '../support/http/sign-request.ts';
import { type TestSystem, useTestSystem } from '../support/http/test-system.ts';
import { ROOT_SECRET } from '../support/shop.ts';

describe('the log', () => {
  const system = useTestSystem();
  const secrets = new Map<string, string>();
  let person: Person;
  let signer: Signer & { readonly token: string };

  const expectNoSecrets = (): void => {
    const log = system().logLines.join('');
    for (const [what, secret] of secrets) {
      expect(log.includes(secret) || log.includes(JSON.stringify(secret).slice(1, -1)), what).to.equal(false);
    }
  };

  before(async () => {
    person = await system().actors.aPerson();
    secrets.set('session token', person.token).set('openid', person.openid);
    secrets.set('session key', await sessionKeyOf(system(), person.openid));
    secrets.set('service token', await system().actors.aService());
    signer = await system().actors.aSigner({ requiresSignature: true });
    secrets.set('signing secret', signer.secret).set('token of a signer', signer.token);
    secrets.set('root secret', ROOT_SECRET);
    secrets.set('API key', (await system().actors.anApiKey(person)).token);
    secrets.set('login code', (await system().phone.login(person.name)).code);
    for (const [what, secret] of Object.entries(secretsOf(system()))) secrets.set(what, secret);
  });

  it('has a line per request, with its id, method, path and status, and nothing of query, header or body', async () => {
    await system().call('/api/v1/packages?token=in-the-query', {
      headers: { 'X-Request-Id': 'find-me-again', Cookie: 'in-a-cookie', 'User-Agent': 'in-a-header' },
    });
    const line = system().logLines.find((each) => each.includes('find-me-again')) ?? '';
    expect(JSON.parse(line)).to.deep.include({
      req: { id: 'find-me-again', method: 'GET', path: '/api/v1/packages' },
      res: { statusCode: 200 },
    });
    expect(system().logLines.join('')).not.to.match(/in-the-query|in-a-cookie|in-a-header/);
  });

  it('holds no secret after everything that can go well', async () => {
    const { call, actors, phone } = system();
    const order = await actors.aPaidOrder(person);
    await phone.deliver(order.out_trade_no, { times: 3 });
    await call(`/api/v1/orders/${order.id}`, { token: person.token });
    await call(`/api/v1/orders/${order.id}/check`, { token: person.token, method: 'POST' });
    await report();
    expect((await reportSigned(signer)).status).to.equal(200);
    expectNoSecrets();
  });

  it('holds no secret after refusals', async () => {
    const { call, actors, phone } = system();
    const order = await actors.anOrder(person, 'points-10');
    await phone.pay(order.out_trade_no, { notify: false });
    for (const fault of ['tampered', 'stale', 'unknown_key', 'probe', 'bad_signature']) {
      await phone.deliver(order.out_trade_no, { fault });
    }
    await call('/api/v1/me', { token: secrets.get('service token') });
    await call('/api/v1/session', { body: { code: secrets.get('login code'), [person.token]: person.openid } });
    await call('/api/v1/session', { raw: `{"code": "${person.token}` });
    await report({ token: person.token });
    await reportSigned({ ...signer, secret: `${signer.secret}x` });
    await reportSigned({ ...signer, token: secrets.get('service token') as string });
    expectNoSecrets();
  });

  const broken = [
    'identity.users',
    'ordering.payment_inbox',
    'ledger.entries',
    'keyvault.api_keys',
    'keyvault.services',
    'keyvault.service_tokens',
  ];
  for (const table of broken) {
    it(`holds no secret when statements about ${table} fail`, async () => {
      const { phone, actors, knex, call } = system();
      const buyer = await actors.aPerson();
      secrets.set(`openid of ${buyer.name}`, buyer.openid);
      const order = await actors.anOrder(buyer);
      const withoutSchema = table.split('.')[1] as string;
      await knex.raw(`alter table ${table} rename to broken`);
      try {
        const seen = system().logLines.length;
        await call('/api/v1/session', { body: { code: (await phone.login(buyer.name)).code } });
        await phone.pay(order.out_trade_no, { notify: false });
        await phone.deliver(order.out_trade_no);
        await report();
        await reportSigned(signer);
        expect(system().logLines.slice(seen).join('')).to.include('does not exist');
      } finally {
        await knex.raw(`alter table ${table.replace(withoutSchema, 'broken')} rename to ${withoutSchema}`);
      }
      expectNoSecrets();
    });
  }

  it('holds no secret when a signing secret cannot be read', async () => {
    const { knex } = system();
    const another = await system().actors.aSigner({ requiresSignature: true });
    secrets.set('another signing secret', another.secret);
    await knex.raw('alter table keyvault.signing_secrets rename to broken');
    const seen = system().logLines.length;
    expect((await reportSigned(another)).status).to.equal(500);
    await knex.raw('alter table keyvault.broken rename to signing_secrets');
    expect(system().logLines.slice(seen).join('')).to.include('does not exist');
    await knex('keyvault.signing_secrets').update({ sealed: '1.damaged' });
    expect((await reportSigned(another)).status).to.equal(503);
    expectNoSecrets();
  });

  it('holds no secret when a row is refused by a constraint', async () => {
    const { phone, knex, call } = system();
    const { code, openid } = await phone.login('somebody-new');
    secrets.set('new openid', openid);
    const name = 'identity.wechat_identities';
    await knex.raw(`alter table ${name} add constraint closed check (openid = '') not valid`);
    const { status } = await call('/api/v1/session', { body: { code } });
    await knex.raw(`alter table ${name} drop constraint closed`);
    expect(status).to.equal(500);
    expect(system().logLines.join('')).to.include('closed');
    expectNoSecrets();
  });

  /** The signature is no secret for ever, but for five minutes. */
  const reportSigned = (as: Signer & { readonly token: string }) => {
    const body = { api_key: secrets.get('API key'), api: 'image.recognize' };
    const call = signedCall(as, { path: '/internal/v1/usage', body, idempotencyKey: `signed-${secrets.size}` });
    secrets.set(`signature ${secrets.size}`, String(call.headers['Seahorse-Signature']).slice('v1='.length));
    return system().call('/internal/v1/usage', { ...call, token: as.token });
  };

  const report = ({ token = secrets.get('service token') } = {}) =>
    system().call('/internal/v1/usage', {
      token,
      headers: { 'Idempotency-Key': 'secret-test' },
      body: { api_key: secrets.get('API key'), api: 'image.recognize' },
    });
});

/** As it is at rest, opened with what only the system and we know. */
async function sessionKeyOf({ knex, credentials }: TestSystem, openid: string): Promise<string> {
  const { appid, appSecret } = credentials;
  const { sealed } = await knex('identity.session_keys').where({ appid, openid }).first();
  return sealUnder(appSecret).open(sealed, sealedFor(appid, openid)) ?? expect.fail('not sealed under the app secret');
}

function secretsOf({ credentials }: TestSystem): Record<string, string> {
  const { appSecret, apiV3Key, merchantPrivateKeyPem } = credentials;
  const lines = merchantPrivateKeyPem.split('\n').filter((line) => /^[\w+/=]{40,}$/.test(line));
  return {
    appSecret,
    apiV3Key,
    'merchant key': lines[0] as string,
    'authorization scheme': 'WECHATPAY2-SHA256-RSA2048',
  };
}
