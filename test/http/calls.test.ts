import { expect } from 'chai';
import { aCallerOf } from '../support/http/callers.ts';
import { INSTANT } from '../support/http/dates.ts';
import { expectProblem } from '../support/http/expect-problem.ts';
import { useTestSystem } from '../support/http/test-system.ts';

describe('GET /api/v1/calls/summary', () => {
  const system = useTestSystem();
  const ask = (token: string | undefined, query = '') => system().call(`/api/v1/calls/summary${query}`, { token });

  it('200 adds up calls and points by day and API, and what was given back', async () => {
    const caller = await aCallerOf(system());
    await caller.charge({ quantity: 2 });
    const back = (await caller.charge()).json.usage_id;
    await caller.charge({ api: 'text.moderate' });
    await caller.ask(`/usage/${back}/reverse`, {});
    const { status, json } = await ask(caller.person.token);
    expect(status).to.equal(200);
    expect(json).to.include({ days: 7, calls: 4, points: 16, points_returned: 5 });
    const [{ day }] = json.usage;
    expect(day).to.match(/^\d{4}-\d\d-\d\d$/);
    expect(json.usage).to.deep.equal([
      { day, api: 'image.recognize', api_name: '图片识别', calls: 3, points: 15, points_returned: 5 },
      { day, api: 'text.moderate', api_name: '文本审核', calls: 1, points: 1, points_returned: 0 },
    ]);
  });

  it('200 for one key', async () => {
    const caller = await aCallerOf(system());
    const other = await system().actors.anApiKey(caller.person);
    await caller.charge();
    await caller.charge({ api_key: other.token, quantity: 3 });
    expect((await ask(caller.person.token, `?key=${other.id}`)).json).to.include({ calls: 3, points: 15 });
    expect((await ask(caller.person.token)).json).to.include({ calls: 4 });
  });

  it('200 with nothing for the key of somebody else', async () => {
    const caller = await aCallerOf(system());
    await caller.charge();
    const { token } = await system().actors.aPerson();
    expect((await ask(token, `?key=${caller.key.id}`)).json).to.deep.include({ calls: 0, usage: [] });
  });

  for (const query of ['?days=0', '?days=31', '?days=x', '?key=key_1', '?from=now']) {
    it(`400 for ${query}`, async () => {
      const { token } = await system().actors.aPerson();
      expectProblem(await ask(token, query), [400, 'invalid_request', 'zh'], ['errors']);
    });
  }

  it('401 without a session', async () => {
    expectProblem(await ask(undefined), [401, 'session_missing', 'zh']);
  });
});

describe('GET /api/v1/calls/refused', () => {
  const system = useTestSystem();
  const ask = (token: string | undefined, query = '') => system().call(`/api/v1/calls/refused${query}`, { token });

  it('200 tells why calls were refused, in words for the owner', async () => {
    const caller = await aCallerOf(system(), { scope: ['image.recognize'] });
    for (let calls = 0; calls < 3; calls++) await caller.charge({ api: 'text.moderate' });
    await caller.charge({ quantity: 1_000 });
    await caller.hold({ points: 100_000 });
    await system().writeDownRefusals();
    const { status, json } = await ask(caller.person.token);
    expect(status).to.equal(200);
    expect(json.next_cursor).to.equal(null);
    const [poor, narrow] = json.refused;
    expect(poor).to.include({ code: 'insufficient_points', reason: '积分不足', api: 'image.recognize', calls: 2 });
    expect(narrow).to.include({ code: 'scope_missing', calls: 3, api_name: '文本审核', key_id: caller.key.id });
    expect(narrow.key_name).to.equal('test');
    for (const field of ['first_at', 'last_at']) expect(narrow[field]).to.match(INSTANT);
  });

  it('200 in pages', async () => {
    const caller = await aCallerOf(system(), { enabled: false });
    await caller.charge();
    await caller.charge({ api: 'text.moderate' });
    await system().writeDownRefusals();
    const first = (await ask(caller.person.token, '?limit=1')).json;
    const second = (await ask(caller.person.token, `?limit=1&cursor=${first.next_cursor}`)).json;
    expect([...first.refused, ...second.refused].map(({ api }) => api)).to.have.members([
      'image.recognize',
      'text.moderate',
    ]);
    expect(second.next_cursor).to.equal(null);
  });

  for (const query of ['?cursor=yesterday', '?limit=0', '?code=x']) {
    it(`400 for ${query}`, async () => {
      const { token } = await system().actors.aPerson();
      expectProblem(await ask(token, query), [400, 'invalid_request', 'zh'], ['errors']);
    });
  }

  it('401 without a session', async () => {
    expectProblem(await ask(undefined), [401, 'session_missing', 'zh']);
  });
});
