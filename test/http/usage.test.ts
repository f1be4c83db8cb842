import { expect } from 'chai';
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
  let calls = 0;

  before(async () => {
    service = await system().actors.aService();
    person = await system().actors.aPerson();
    await system().actors.aPaidOrder(person);
    key = await system().actors.anApiKey(person);
  });

  const newKey = () => `call-${++calls}`;
  const use = (body: object = {}, { token = service as string | undefined, headers = {} } = {}) =>
    system().call('/internal/v1/usage', {
      ...{ token, body: { api_key: key.token, api: API, ...body } },
      headers: { 'Idempotency-Key': newKey(), ...headers },
    });

  it('200 takes the points of one call', async () => {
    const before = await system().actors.balanceOf(person);
    const { status, json } = await use();
    expect(status).to.equal(200);
    expect(json).to.have.all.keys('allowed', 'usage_id', 'points', 'points_left', 'at');
    expect(json).to.include({ allowed: true, points: 5, points_left: before - 5 });
    expect(json.usage_id).to.match(/^use_[0-9a-f]{32}$/);
    expect(json.at).to.match(INSTANT);
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

  const refusals: readonly (readonly [string, string, () => Promise<object>])[] = [
    ['a key that is misspelt', 'key_malformed', async () => ({ api_key: `${key.token.slice(0, -1)}~` })],
    ['no key at all', 'key_malformed', async () => ({ api_key: '' })],
    ['a service token for a key', 'key_malformed', async () => ({ api_key: service })],
    ['a key with a NUL', 'key_malformed', async () => ({ api_key: `${key.token}\u0000` })],
    ['a key that has another scope', 'scope_missing', async () => keyWith({ scope: ['text.moderate'] })],
    ['a key that was disabled', 'key_disabled', disabledKey],
    ['a key that has expired', 'key_expired', expiredKey],
    ['a key that is not known', 'key_unknown', deletedKey],
  ];
  for (const [what, code, body] of refusals) {
    it(`200 with allowed: false and ${code} for ${what}`, async () => {
      const change = await body();
      const before = await system().rowCounts();
      const { status, json } = await use(change);
      expect([status, json]).to.deep.equal([200, { allowed: false, code }]);
      expect(await system().rowCounts()).to.deep.equal(before);
    });
  }

  it('200 with allowed: false and insufficient_points, and takes none of the few that are left', async () => {
    const left = await system().actors.balanceOf(person);
    const before = await system().rowCounts();
    const { status, json } = await use({ quantity: 1_000 });
    expect(status).to.equal(200);
    const expected = { allowed: false, code: 'insufficient_points', points_needed: 5_000, points_left: left };
    expect(json).to.deep.equal(expected);
    expect(await system().rowCounts()).to.deep.equal(before);
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

  it('401 for a service that was disabled', async () => {
    const token = await system().actors.aService();
    expect((await use({}, { token })).status).to.equal(200);
    const services = system().knex('keyvault.services');
    await services.where({ hint: `${token.slice(0, 12)}…${token.slice(-4)}` }).update({ enabled: false });
    expectProblem(await use({}, { token }), [401, 'service_token_unknown', 'en']);
  });

  async function keyWith(change: object) {
    return { api_key: (await system().actors.anApiKey(person, change)).token };
  }

  async function disabledKey() {
    const { id, token } = await system().actors.anApiKey(person);
    await system().call(`/api/v1/api-keys/${id}/status`, { token: person.token, body: { enabled: false } });
    return { api_key: token };
  }

  async function expiredKey() {
    const made = await system().actors.anApiKey(person, { name: 'old' });
    const old = system().knex('keyvault.api_keys').where({ name: 'old' });
    await old.update({ expires_at: new Date(Date.now() - 1) });
    return { api_key: made.token };
  }

  async function deletedKey() {
    const made = await system().actors.anApiKey(person, { name: 'gone' });
    await system().knex('keyvault.api_keys').where({ name: 'gone' }).delete();
    return { api_key: made.token };
  }
});
