import { expect } from 'chai';
import { INSTANT } from '../support/http/dates.ts';
import { expectProblem } from '../support/http/expect-problem.ts';
import { useTestSystem } from '../support/http/test-system.ts';

const KEY_FIELDS = ['id', 'name', 'hint', 'status', 'scope', 'created_at', 'expires_at', 'last_used_at'];

describe('POST /api/v1/api-keys', () => {
  const system = useTestSystem();
  const issue = (token: string | undefined, body: unknown) => system().call('/api/v1/api-keys', { token, body });

  it('201 shows the token this once, with a hint to recognise it by', async () => {
    const { token: session } = await system().actors.aPerson();
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
    const person = await system().actors.aPerson();
    const { id } = await system().actors.anApiKey(person);
    await system()
      .knex('keyvault.api_keys')
      .update({ expires_at: new Date(Date.now() - 1) });
    expect((await list(person.token)).json.api_keys[0].status).to.equal('expired');
    await system().call(`/api/v1/api-keys/${id}/status`, { token: person.token, body: { enabled: false } });
    expect((await list(person.token)).json.api_keys[0].status).to.equal('disabled');
  });

  it('401 without a session', async () => {
    expectProblem(await list(), [401, 'session_missing', 'zh']);
  });
});

describe('POST /api/v1/api-keys/:id/status', () => {
  const system = useTestSystem();
  const flip = (token: string | undefined, id: string, body: unknown = { enabled: false }) =>
    system().call(`/api/v1/api-keys/${id}/status`, { token, body });

  it('200 disables and enables, and doing it twice is no error', async () => {
    const person = await system().actors.aPerson();
    const { id } = await system().actors.anApiKey(person);
    for (const enabled of [false, false, true]) {
      const { status, json } = await flip(person.token, id, { enabled });
      expect([status, json]).to.deep.equal([200, { id, enabled }]);
    }
  });

  it('404 for the key of another user, which stays as it is', async () => {
    const { id } = await system().actors.anApiKey(await system().actors.aPerson());
    const { token } = await system().actors.aPerson();
    const before = await system().rowCounts();
    expectProblem(await flip(token, id), [404, 'unknown_api_key', 'zh']);
    expect(await system().rowCounts()).to.deep.equal(before);
  });

  for (const id of [`key_${'0'.repeat(32)}`, `ord_${'0'.repeat(32)}`, "key_'; drop", '%E9%92%A5', 'key_%00']) {
    it(`404 for the id ${id}`, async () => {
      const { token } = await system().actors.aPerson();
      expectProblem(await flip(token, id), [404, 'unknown_api_key', 'zh']);
    });
  }

  for (const body of [{}, { enabled: 'false' }, { enabled: null }, { enabled: true, name: 'x' }]) {
    it(`400 for ${JSON.stringify(body)}`, async () => {
      const person = await system().actors.aPerson();
      const { id } = await system().actors.anApiKey(person);
      const before = await system().rowCounts();
      expectProblem(await flip(person.token, id, body), [400, 'invalid_request', 'zh'], ['errors']);
      expect(await system().rowCounts()).to.deep.equal(before);
    });
  }

  it('401 without a session', async () => {
    expectProblem(await flip(undefined, `key_${'0'.repeat(32)}`), [401, 'session_missing', 'zh']);
  });
});
