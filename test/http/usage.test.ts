import { expect } from 'chai';
import { REFUSALS } from '../../src/adapters/http/internal/usage-schema.ts';
import { PROBLEMS, type ProblemCode } from '../../src/adapters/http/problem-table.ts';
import { parseId } from '../../src/adapters/http/public-id.ts';
import type { ServiceTerms } from '../../src/application/keyvault/create-service.ts';
import { hintOf } from '../../src/domain/keyvault/key-token.ts';
import type { Network } from '../../src/domain/keyvault/network.ts';
import { endOfBeijingDay } from '../../src/domain/shared/beijing-time.ts';
import { aToken } from '../support/a-token.ts';
import type { Person } from '../support/http/actors.ts';
import { INSTANT } from '../support/http/dates.ts';
import { expectProblem } from '../support/http/expect-problem.ts';
import { useTestSystem } from '../support/http/test-system.ts';

const API = 'image.recognize';

describe('POST /internal/v1/usage', () => {
  const system = useTestSystem();
  let service: string;
  let person: Person;
  let key: { readonly id: string; readonly token: string };
  const made: string[] = [];
  let calls = 0;

  before(async () => {
    service = await system().actors.aService();
    person = await system().actors.aPerson();
    await system().actors.aPaidOrder(person);
    key = await system().actors.anApiKey(person);
  });

  afterEach(async () => {
    for (const id of made.splice(0)) await disable(id);
  });

  const newKey = () => `call-${++calls}`;
  const use = (body: object = {}, { token = service as string | undefined, headers = {} } = {}) =>
    system().call('/internal/v1/usage', {
      ...{ token, body: { api_key: key.token, api: API, ...body } },
      headers: { 'Idempotency-Key': newKey(), ...headers },
    });

  it('200 takes the points of one call, and says what is left and until when', async () => {
    const before = await system().actors.balanceOf(person);
    const { status, json, headers } = await use();
    expect(status).to.equal(200);
    expect(json).to.have.all.keys('allowed', 'usage_id', 'points', 'points_left', 'points_expire_at', 'at');
    expect(json).to.include({ allowed: true, points: 5, points_left: before - 5 });
    expect(json.usage_id).to.match(/^use_[0-9a-f]{32}$/);
    expect(json.at).to.match(INSTANT);
    const { next_expiry: expiry } = (await system().call('/api/v1/balance', { token: person.token })).json;
    expect(json.points_expire_at).to.match(INSTANT).and.to.equal(expiry.expires_at);
    expect(headers.has('idempotency-replayed')).to.equal(false);
    expect(await system().actors.balanceOf(person)).to.equal(before - 5);
    const { api_keys } = (await system().call('/api/v1/api-keys', { token: person.token })).json;
    expect(api_keys[0].last_used_at).to.equal(json.at);
  });

  it('200 takes as many times the price as there were calls', async () => {
    expect((await use({ quantity: 3 })).json).to.include({ allowed: true, points: 15 });
  });

  it('200 with the first answer for the same idempotency key, and takes nothing again', async () => {
    const headers = { 'Idempotency-Key': newKey() };
    const first = await use({}, { headers });
    const before = await system().rowCounts();
    const second = await use({}, { headers });
    expect(second.json).to.deep.equal(first.json);
    expect(first.headers.has('idempotency-replayed')).to.equal(false);
    expect(second.headers.get('idempotency-replayed')).to.equal('true');
    expect(await system().rowCounts()).to.deep.equal(before);
  });

  it('200 once for the same idempotency key, twenty times at once', async () => {
    const headers = { 'Idempotency-Key': newKey() };
    const before = await system().actors.balanceOf(person);
    const answers = await Promise.all(Array.from({ length: 20 }, () => use({}, { headers })));
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).to.equal(1);
    expect(await system().actors.balanceOf(person)).to.equal(before - 5);
  });

  const refusals: readonly (readonly [string, keyof typeof REFUSALS, () => Promise<object>, (() => object)?])[] = [
    ['a key that is misspelt', 'key_malformed', async () => ({ api_key: `${key.token.slice(0, -1)}~` })],
    ['no key at all', 'key_malformed', async () => ({ api_key: '' })],
    ['a service token for a key', 'key_malformed', async () => ({ api_key: service })],
    ['a key with a NUL', 'key_malformed', async () => ({ api_key: `${key.token}\u0000` })],
    ['a key that has another scope', 'scope_missing', async () => keyWith({}, { scope: ['text.moderate'] })],
    ['a key that was disabled', 'key_disabled', disabledKey],
    ['a key that has expired', 'key_expired', async () => keyWith({ expires_at: new Date(Date.now() - 1) })],
    ['a key that is not known', 'key_unknown', deletedKey],
    ['a key for networks, without an address', 'client_ip_missing', async () => keyWith(IN_TEN)],
    [
      ...(['a key for networks, from elsewhere', 'ip_not_allowed'] as const),
      async () => ({ ...(await keyWith(IN_TEN)), client_ip: '11.1.2.3' }),
    ],
    [
      ...(['a key for networks, from IPv6', 'ip_not_allowed'] as const),
      async () => ({ ...(await keyWith(IN_TEN)), client_ip: '::10.1.2.3' }),
    ],
    [
      ...(['a key that calls too often', 'rate_limited'] as const),
      async () => usedKey({ rate_calls: 3, rate_seconds: 86_400 }, 3),
      () => ({ limit: 3, limit_seconds: 86_400, retry_at: endOfUtcDay() }),
    ],
    [
      ...(['more calls at once than the key may make', 'rate_limited'] as const),
      async () => ({ ...(await usedKey({ rate_calls: 3, rate_seconds: 86_400 }, 2)), quantity: 2 }),
      () => ({ limit: 3, limit_seconds: 86_400, retry_at: endOfUtcDay() }),
    ],
    [
      ...(['a key whose daily budget is too small', 'daily_budget_exhausted'] as const),
      async () => usedKey({ daily_budget: 14 }, 2),
      () => ({ budget: 14, spent: 10, retry_at: endOfBeijingDay(new Date()).toISOString() }),
    ],
    [
      ...(['a key whose budget is used up', 'total_budget_exhausted'] as const),
      async () => usedKey({ total_budget: 10 }, 2),
      () => ({ budget: 10, spent: 10 }),
    ],
  ];
  for (const [what, code, body, figures = () => ({})] of refusals) {
    it(`200 with allowed: false and ${code} for ${what}`, async () => {
      const change = await body();
      const before = await system().rowCounts();
      const { status, json, headers } = await use(change);
      expect([status, json]).to.deep.equal([200, { allowed: false, code, message: REFUSALS[code], ...figures() }]);
      expect(headers.has('idempotency-replayed')).to.equal(false);
      expect(await system().rowCounts()).to.deep.equal(before);
    });
  }

  it('200 with allowed: false and insufficient_points, and takes none of the few that are left', async () => {
    const left = await system().actors.balanceOf(person);
    const before = await system().rowCounts();
    const { status, json } = await use({ quantity: 1_000 });
    expect(status).to.equal(200);
    expect(json).to.deep.equal({
      ...{ allowed: false, code: 'insufficient_points', message: REFUSALS.insufficient_points },
      ...{ points_needed: 5_000, points_left: left },
    });
    expect(await system().rowCounts()).to.deep.equal(before);
  });

  it('says in English what to do about each refusal, each in words of its own', async () => {
    const texts = Object.values(REFUSALS);
    expect(texts).to.have.length(11);
    expect(new Set(texts)).to.have.property('size', texts.length);
    for (const text of texts) expect(text).to.match(/^[\x20-\x7e]+\.$/);
  });

  for (const client_ip of ['10.1.2.3', '::ffff:10.1.2.3', '::FFFF:10.1.2.3', '::ffff:a01:203']) {
    it(`200 for a call from ${client_ip} with a key for 10.0.0.0/8`, async () => {
      expect((await use({ ...(await keyWith(IN_TEN)), client_ip })).json).to.include({ allowed: true });
    });
  }

  it('200 for a call from IPv6 with a key for its network, however the address is written', async () => {
    const limited = await keyWith({ networks: '{2001:db8::/32}' });
    for (const client_ip of ['2001:db8::1', '2001:DB8:0:0:0:0:0:1', '2001:0db8::0001']) {
      expect((await use({ ...limited, client_ip })).json).to.include({ allowed: true });
    }
    expect((await use({ ...limited, client_ip: '2001:db9::1' })).json).to.include({ code: 'ip_not_allowed' });
  });

  it('200 up to the last point of a budget and the last call of a window', async () => {
    const terms = { daily_budget: 15, total_budget: 15, rate_calls: 3, rate_seconds: 86_400 };
    const limited = await keyWith(terms);
    expect((await use({ ...limited, quantity: 2 })).json).to.include({ allowed: true, points: 10 });
    expect((await use(limited)).json).to.include({ allowed: true, points: 5 });
    expect((await use(limited)).json).to.include({ allowed: false, code: 'rate_limited' });
  });

  it('200 with the first answer although the key was disabled since', async () => {
    const headers = { 'Idempotency-Key': newKey() };
    const switched = await system().actors.anApiKey(person);
    const first = await use({ api_key: switched.token }, { headers });
    await disable(switched.id);
    const second = await use({ api_key: switched.token }, { headers });
    expect(second.json).to.deep.equal(first.json);
    expect(second.headers.get('idempotency-replayed')).to.equal('true');
    expect((await use({ api_key: switched.token })).json).to.include({ allowed: false, code: 'key_disabled' });
  });

  it('200 with the first answer for another key of the owner: keys are rotated', async () => {
    const headers = { 'Idempotency-Key': newKey() };
    const first = await use({}, { headers });
    const second = await use(await keyWith({}), { headers });
    expect(second.json).to.deep.equal(first.json);
    expect(second.headers.get('idempotency-replayed')).to.equal('true');
  });

  it('200 with a call of its own for the idempotency key that another service has used', async () => {
    const headers = { 'Idempotency-Key': newKey() };
    const first = await use({}, { headers });
    const second = await use({}, { headers, token: await system().actors.aService() });
    expect(second.json).to.include({ allowed: true, points_left: first.json.points_left - 5 });
    expect(second.json.usage_id).not.to.equal(first.json.usage_id);
  });

  it('200 from the moment at which its key is enabled again, and not before', async () => {
    const switched = await system().actors.anApiKey(person);
    const ask = async () => (await use({ api_key: switched.token })).json.allowed;
    const answers = [await ask()];
    for (const enabled of [false, true, false]) {
      await disable(switched.id, !enabled);
      answers.push(await ask());
    }
    expect(answers).to.deep.equal([true, false, true, false]);
  });

  it('does not burn the idempotency key of a refused call', async () => {
    const headers = { 'Idempotency-Key': newKey() };
    await use({ quantity: 1_000 }, { headers });
    expect((await use({ quantity: 1 }, { headers })).json.allowed).to.equal(true);
  });

  const problems: readonly (readonly [string, object, readonly [number, 'unknown_api' | 'invalid_request']])[] = [
    ['an API that is not sold', { api: 'no.such.api' }, [422, 'unknown_api']],
    ['an API called __proto__', { api: '__proto__' }, [422, 'unknown_api']],
    ['an API with a quote in its name', { api: "x'; drop table ledger.lots; --" }, [422, 'unknown_api']],
    ['an API with a NUL in its name', { api: 'image.recognize\u0000' }, [400, 'invalid_request']],
    ['an overlong API', { api: 'x'.repeat(65) }, [400, 'invalid_request']],
    ['an overlong key', { api_key: 'x'.repeat(257) }, [400, 'invalid_request']],
    ['no calls', { quantity: 0 }, [400, 'invalid_request']],
    ['fewer calls than none', { quantity: -1 }, [400, 'invalid_request']],
    ['half a call', { quantity: 0.5 }, [400, 'invalid_request']],
    ['too many calls', { quantity: 1_001 }, [400, 'invalid_request']],
    ['calls in words', { quantity: '1' }, [400, 'invalid_request']],
    ['a price of its own', { points: 1 }, [400, 'invalid_request']],
    ['an address that is none', { client_ip: '10.1.2' }, [400, 'invalid_request']],
    ['an address with an IPv4 part in its middle', { client_ip: '1.2.3.4::' }, [400, 'invalid_request']],
    ['a network for an address', { client_ip: '10.0.0.0/8' }, [400, 'invalid_request']],
    ['an overlong address', { client_ip: '0'.repeat(46) }, [400, 'invalid_request']],
    ['an address of null', { client_ip: null }, [400, 'invalid_request']],
  ];
  for (const [what, body, [status, code]] of problems) {
    it(`${status} for ${what}`, async () => {
      const before = await system().rowCounts();
      expectProblem(await use(body), [status, code, 'en'], code === 'invalid_request' ? ['errors'] : []);
      expect(await system().rowCounts()).to.deep.equal(before);
    });
  }

  it('422 for an idempotency key that was used for another call', async () => {
    const headers = { 'Idempotency-Key': newKey() };
    await use({}, { headers });
    const before = await system().rowCounts();
    expectProblem(await use({ quantity: 2 }, { headers }), [422, 'idempotency_key_reused', 'en']);
    expectProblem(await use({ api: 'text.moderate' }, { headers }), [422, 'idempotency_key_reused', 'en']);
    expect(await system().rowCounts()).to.deep.equal(before);
  });

  it('400 without an idempotency key', async () => {
    const before = await system().rowCounts();
    const body = { api_key: key.token, api: API };
    const answer = await system().call('/internal/v1/usage', { token: service, body });
    expectProblem(answer, [400, 'idempotency_key_missing', 'en']);
    expect(await system().rowCounts()).to.deep.equal(before);
  });

  for (const value of ['two words', 'x'.repeat(129), 'caf\u00e9', '']) {
    it(`400 for the idempotency key "${value.slice(0, 20)}"`, async () => {
      const before = await system().rowCounts();
      const answer = await use({}, { headers: { 'Idempotency-Key': value } });
      expectProblem(answer, [400, 'idempotency_key_missing', 'en']);
      expect(await system().rowCounts()).to.deep.equal(before);
    });
  }

  it('401 without a service token', async () => {
    expectProblem(await use({}, { token: undefined, headers: { Authorization: '' } }), [
      401,
      'service_token_missing',
      'en',
    ]);
  });

  const strangers: readonly (readonly [string, () => string])[] = [
    ['a token that is misspelt', () => `${service.slice(0, -1)}~`],
    ['a session token', () => person.token],
    ['an API key', () => key.token],
    ['a token in other letters', () => service.toLowerCase()],
  ];
  for (const [what, token] of strangers) {
    it(`401 for ${what}`, async () => {
      const before = await system().rowCounts();
      expectProblem(await use({}, { token: token() }), [401, 'service_token_unknown', 'en']);
      expect(await system().rowCounts()).to.deep.equal(before);
    });
  }

  it('401 for a service from the moment at which it is disabled, and 200 once it is enabled again', async () => {
    const token = await system().actors.aService();
    const statuses = [];
    for (const enabled of [true, false, true]) {
      await serviceOf(token).update({ enabled });
      statuses.push((await use({}, { token })).status);
      if (!enabled) expectProblem(await use({}, { token }), [401, 'service_token_unknown', 'en']);
    }
    expect(statuses).to.deep.equal([200, 401, 200]);
  });

  it('401 for a service that is not admitted, whatever well-formed key it has', async () => {
    const token = await system().actors.aService();
    await serviceOf(token).update({ enabled: false });
    for (const api_key of [aToken('sk_live_'), key.token]) {
      expectProblem(await use({ api_key }, { token }), [401, 'service_token_unknown', 'en']);
    }
    expect((await use({ api_key: `${key.token}~` }, { token })).json, 'a typing error costs no query').to.include({
      code: 'key_malformed',
    });
  });

  it('401 for a token from the moment at which it ends', async () => {
    const token = await system().actors.aService();
    const ofToken = system()
      .knex('keyvault.service_tokens')
      .where({ hint: hintOf('ss_live_', token) });
    await ofToken.clone().update({ expires_at: new Date(Date.now() + 60_000) });
    expect((await use({}, { token })).status).to.equal(200);
    await ofToken.update({ expires_at: new Date() });
    expectProblem(await use({}, { token }), [401, 'service_token_unknown', 'en']);
  });

  const terms: readonly (readonly [string, ServiceTerms, ProblemCode | null])[] = [
    ['a service that may report usage', { operations: ['usage'] }, null],
    ['a service that may do anything but that', { operations: ['reverse', 'balance'] }, 'operation_not_granted'],
    ['a service that calls from its network', { networks: ['127.0.0.0/8' as Network] }, null],
    ['a service that calls from elsewhere', { networks: ['10.0.0.0/8', '::/0'] as Network[] }, 'network_not_allowed'],
    ['a service that has to sign, and does not', { requiresSignature: true }, 'signature_required'],
  ];
  for (const [what, granted, code] of terms) {
    it(`${code ? PROBLEMS[code].status : 200} for ${what}`, async () => {
      const token = await system().actors.aService(granted);
      const before = await system().rowCounts();
      const answer = await use({}, { token });
      if (code === null) {
        expect(answer.json).to.include({ allowed: true });
        return;
      }
      expectProblem(answer, [PROBLEMS[code].status, code, 'en']);
      expect(await system().rowCounts()).to.deep.equal(before);
    });
  }

  it('200 again on the next day in Beijing for a key whose daily budget was used up', async () => {
    const limited = await keyWith({ daily_budget: 5 });
    expect((await use(limited)).json).to.include({ allowed: true });
    const { json } = await use(limited);
    expect(json).to.include({ code: 'daily_budget_exhausted' });
    await system().advance((Date.parse(json.retry_at) - Date.now()) / 1_000 + 1);
    expect((await use(limited)).json).to.include({ allowed: true });
  });

  const serviceOf = (token: string) => {
    const { knex } = system();
    const ids = knex('keyvault.service_tokens')
      .where({ hint: hintOf('ss_live_', token) })
      .select('service_id');
    return knex('keyvault.services').whereIn('id', ids);
  };

  /** A new key of the person's, with other values in its row. */
  async function keyWith(row: object, change: object = {}) {
    const { id, token } = await system().actors.anApiKey(person, change);
    const ofKey = system()
      .knex('keyvault.api_keys')
      .where({ id: parseId('key', id) });
    if (Object.keys(row).length > 0) expect(await ofKey.update(row)).to.equal(1);
    // At most twenty of them may be active.
    made.push(id);
    return { api_key: token };
  }

  /** The same, and so many calls were made with it. */
  async function usedKey(row: object, quantity: number) {
    const limited = await keyWith(row);
    expect((await use({ ...limited, quantity })).json).to.include({ allowed: true });
    return limited;
  }

  const disable = (id: string, disabled = true) =>
    system().call(`/api/v1/api-keys/${id}/status`, { token: person.token, body: { enabled: !disabled } });

  async function disabledKey() {
    const { id, token } = await system().actors.anApiKey(person);
    await disable(id);
    return { api_key: token };
  }

  async function deletedKey() {
    const { id, token } = await system().actors.anApiKey(person);
    await system()
      .knex('keyvault.api_keys')
      .where({ id: parseId('key', id) })
      .delete();
    return { api_key: token };
  }
});

const IN_TEN = { networks: '{10.0.0.0/8,192.168.0.0/16}' };
const DAY_MS = 86_400_000;
const endOfUtcDay = (): string => new Date((Math.floor(Date.now() / DAY_MS) + 1) * DAY_MS).toISOString();
