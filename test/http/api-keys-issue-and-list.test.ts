import { expect } from 'chai';
import { INSTANT } from '../support/http/dates.ts';
import { expectProblem } from '../support/http/expect-problem.ts';
import { type TestSystem, useTestSystem } from '../support/http/test-system.ts';

const KEY_FIELDS = [
  ...['id', 'name', 'hint', 'status', 'scope', 'networks', 'rate_limit', 'daily_budget', 'total_budget'],
  ...['spendable_points', 'calls_today', 'points_today', 'points_total', 'last_used_at', 'created_at', 'expires_at'],
  'successor_id',
];
/** A key is not exhausted as long as its owner has points. */
const aCustomer = async (system: TestSystem) => {
  const person = await system.actors.aPerson();
  await system.actors.aPaidOrder(person);
  return person;
};

describe('POST /api/v1/api-keys', () => {
  const system = useTestSystem();
  const issue = (token: string | undefined, body: unknown) => system().call('/api/v1/api-keys', { token, body });

  it('201 shows the token this once, with a hint to recognise it by', async () => {
    const { token: session } = await aCustomer(system());
    const { status, json } = await issue(session, { name: '  我的第一个Key  ' });
    expect(status).to.equal(201);
    expect(json).to.have.all.keys(...KEY_FIELDS, 'token');
    expect(json).to.include({ name: '我的第一个Key', status: 'active', scope: 'all', last_used_at: null });
    expect(json.id).to.match(/^key_[0-9a-f]{32}$/);
    expect(json.token).to.match(/^sk_live_[0-9A-Za-z]{39}$/);
    expect(json.hint).to.equal(`${json.token.slice(0, 12)}…${json.token.slice(-4)}`);
    expect(json.created_at).to.match(INSTANT);
    expect(json.expires_at).to.match(INSTANT);
  });

  it('201 with networks in their one form, a rate limit and budgets', async () => {
    const { token } = await system().actors.aPerson();
    const networks = [' 10.0.0.0/8', '203.0.113.7', '2001:DB8::/32', '203.0.113.7/32'];
    const limits = { rate_limit: { calls: 5, seconds: 60 }, daily_budget: 10, total_budget: 100 };
    const { status, json } = await issue(token, { name: 'k', networks, ...limits });
    expect(status).to.equal(201);
    expect(json).to.deep.include({ networks: ['10.0.0.0/8', '203.0.113.7/32', '2001:db8::/32'], ...limits });
    expect(json).to.include({ status: 'exhausted', spendable_points: 0 });
  });

  it('201 for null limits, which are none', async () => {
    const { token } = await system().actors.aPerson();
    const none = { networks: null, rate_limit: null, daily_budget: null, total_budget: null };
    const { status, json } = await issue(token, { name: 'k', ...none });
    expect(status).to.equal(201);
    expect(json).to.deep.include(none);
  });

  it('201 with a scope and a shorter life', async () => {
    const { token } = await system().actors.aPerson();
    const { json } = await issue(token, { name: 'k', scope: ['image.recognize'], lifetime_months: 1 });
    expect(json.scope).to.deep.equal(['image.recognize']);
    const days = (Date.parse(json.expires_at) - Date.parse(json.created_at)) / 86_400_000;
    expect(days).to.be.within(28, 32);
  });

  it('201 for a name of twenty characters outside the basic plane', async () => {
    const { token } = await system().actors.aPerson();
    expect((await issue(token, { name: '🐎'.repeat(20) })).status).to.equal(201);
  });

  it('409 for the twenty-first key, also when thirty are asked for at once', async () => {
    const { token } = await system().actors.aPerson();
    const answers = await Promise.all(Array.from({ length: 30 }, (_, n) => issue(token, { name: `k${n}` })));
    const refused = answers.filter(({ status }) => status !== 201);
    expect(refused).to.have.length(10);
    for (const answer of refused) {
      expectProblem(answer, [409, 'too_many_keys', 'zh'], ['limit']);
      expect(answer.json.limit).to.equal(20);
    }
  });

  it('422 for a scope that names an API which is not sold', async () => {
    const { token } = await system().actors.aPerson();
    const before = await system().rowCounts();
    const answer = await issue(token, { name: 'k', scope: ['image.recognize', "x'; drop table"] });
    expectProblem(answer, [422, 'unknown_scope', 'zh'], ['api']);
    expect(answer.json.api).to.equal("x'; drop table");
    expect(await system().rowCounts()).to.deep.equal(before);
  });

  const malformed: readonly (readonly [string, unknown, pointer: string])[] = [
    ['no name', {}, '/name'],
    ['a name of blanks', { name: '   ' }, '/name'],
    ['a name of 21 characters', { name: '名'.repeat(21) }, '/name'],
    ['a name with a NUL', { name: 'a\u0000b' }, '/name'],
    ['a name with a line break', { name: 'a\nb' }, '/name'],
    ['a name with half a character', { name: 'a\ud800b' }, '/name'],
    ['an empty scope', { name: 'k', scope: [] }, '/scope'],
    ['an API code with a NUL', { name: 'k', scope: ['\u0000'] }, '/scope'],
    ['a lifetime that is not offered', { name: 'k', lifetime_months: 2 }, '/lifetime_months'],
    ['an empty list of networks', { name: 'k', networks: [] }, '/networks'],
    ['a network with bits beyond its length', { name: 'k', networks: ['10.0.0.1/8'] }, '/networks/0'],
    ['a network that is none', { name: 'k', networks: ['10.0.0.0/8', 'office'] }, '/networks/1'],
    ['a rate limit of no calls', { name: 'k', rate_limit: { calls: 0, seconds: 1 } }, '/rate_limit/calls'],
    ['a rate limit without a window', { name: 'k', rate_limit: { calls: 1 } }, '/rate_limit/seconds'],
    ['a window of more than a day', { name: 'k', rate_limit: { calls: 1, seconds: 86_401 } }, '/rate_limit/seconds'],
    ['a budget of nothing', { name: 'k', daily_budget: 0 }, '/daily_budget'],
    ['a budget in parts of a point', { name: 'k', total_budget: 1.5 }, '/total_budget'],
    ['a budget that JSON cannot carry', { name: 'k', total_budget: 2 ** 53 }, '/total_budget'],
    ['an unknown field', { name: 'k', user_id: 'usr_1' }, ''],
    ['a list', [], ''],
  ];
  for (const [what, body, pointer] of malformed) {
    it(`400 for ${what}`, async () => {
      const { token } = await system().actors.aPerson();
      const before = await system().rowCounts();
      const answer = await issue(token, body);
      expectProblem(answer, [400, 'invalid_request', 'zh'], ['errors']);
      expect(answer.json.errors[0]).to.have.all.keys('pointer', 'detail');
      expect(answer.json.errors[0].pointer.startsWith(pointer)).to.equal(true);
      if (pointer === '') expect(answer.json.errors[0].pointer).to.equal('');
      expect(await system().rowCounts()).to.deep.equal(before);
    });
  }

  it('400 for a member called __proto__', async () => {
    const { token } = await system().actors.aPerson();
    const raw = '{"name":"k","__proto__":{"scope":"all"}}';
    const answer = await system().call('/api/v1/api-keys', { token, raw });
    expectProblem(answer, [400, 'invalid_request', 'zh'], ['errors']);
  });

  it('401 without a session', async () => {
    expectProblem(await issue(undefined, { name: 'k' }), [401, 'session_missing', 'zh']);
  });
});

describe('GET /api/v1/api-keys', () => {
  const system = useTestSystem();
  const list = (token?: string) => system().call('/api/v1/api-keys', { token });

  it('200 lists the own keys, the newest first, without a token and without a digest', async () => {
    const person = await system().actors.aPerson();
    await system().actors.anApiKey(await system().actors.aPerson());
    const older = await system().actors.anApiKey(person, { name: 'older' });
    const newer = await system().actors.anApiKey(person, { name: 'newer' });
    const { status, json, text } = await list(person.token);
    expect(status).to.equal(200);
    expect(json).to.have.all.keys('api_keys');
    expect(json.api_keys.map(({ id }: { id: string }) => id)).to.deep.equal([newer.id, older.id]);
    for (const key of json.api_keys) expect(key).to.have.all.keys(KEY_FIELDS);
    for (const { token } of [older, newer]) expect(text).not.to.include(token);
    expect(text).not.to.match(/[0-9a-f]{64}/);
  });

  it('200 tells that a key has expired or is disabled', async () => {
    const person = await aCustomer(system());
    const { id } = await system().actors.anApiKey(person);
    const expired = { expires_at: new Date(Date.now() - 1) };
    await system().knex('keyvault.api_keys').update(expired);
    expect((await list(person.token)).json.api_keys[0].status).to.equal('expired');
    await system().call(`/api/v1/api-keys/${id}/status`, { token: person.token, body: { enabled: false } });
    expect((await list(person.token)).json.api_keys[0].status).to.equal('disabled');
  });

  it('200 shows what a key has used, what it may still spend, and the one used last first', async () => {
    const person = await aCustomer(system());
    const service = await system().actors.aService();
    const busy = await system().actors.anApiKey(person, { name: 'busy', daily_budget: 100, total_budget: 12 });
    const idle = await system().actors.anApiKey(person, { name: 'idle' });
    const charge = (quantity: number) =>
      system().call('/internal/v1/usage', {
        ...{ token: service, headers: { 'Idempotency-Key': `list-${quantity}` } },
        body: { api_key: busy.token, api: 'image.recognize', quantity },
      });
    expect((await charge(2)).json).to.include({ allowed: true, points: 10 });
    const [first, second] = (await list(person.token)).json.api_keys;
    expect(first).to.include({ id: busy.id, calls_today: 2, points_today: 10, points_total: 10, spendable_points: 2 });
    expect(first.last_used_at).to.match(INSTANT);
    expect(second).to.include({
      id: idle.id,
      calls_today: 0,
      points_total: 0,
      spendable_points: 590,
      status: 'active',
    });
    expect(second.last_used_at).to.equal(null);
  });

  it('200 with those of one status, or with a part of a name', async () => {
    const person = await aCustomer(system());
    const off = await system().actors.anApiKey(person, { name: '生产 Alpha' });
    const on = await system().actors.anApiKey(person, { name: '测试 alphabet' });
    await system().call(`/api/v1/api-keys/${off.id}/status`, { token: person.token, body: { enabled: false } });
    const filtered = async (query: string) => {
      const { status, json } = await system().call(`/api/v1/api-keys?${query}`, { token: person.token });
      expect(status).to.equal(200);
      return json.api_keys.map(({ id }: { id: string }) => id);
    };
    expect(await filtered('status=disabled')).to.deep.equal([off.id]);
    expect(await filtered('status=active')).to.deep.equal([on.id]);
    expect(await filtered('status=rotated')).to.deep.equal([]);
    expect(await filtered('name=ALPHA')).to.deep.equal([on.id, off.id]);
    expect(await filtered(`name=${encodeURIComponent('生产')}&status=disabled`)).to.deep.equal([off.id]);
    expect(await filtered('name=%25')).to.deep.equal([]);
  });

  for (const query of ['status=gone', 'status=active&status=disabled', 'order=name', `name=${'x'.repeat(21)}`]) {
    it(`400 for ?${query.slice(0, 30)}`, async () => {
      const { token } = await system().actors.aPerson();
      expectProblem(
        await system().call(`/api/v1/api-keys?${query}`, { token }),
        [400, 'invalid_request', 'zh'],
        ['errors'],
      );
    });
  }

  it('401 without a session', async () => {
    expectProblem(await list(), [401, 'session_missing', 'zh']);
  });
});
