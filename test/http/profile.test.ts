import { expect } from 'chai';
import { newUser } from '../../src/domain/identity/user.ts';
import type { UserId } from '../../src/domain/shared/ids.ts';
import type { Person } from '../support/http/actors.ts';
import { expectProblem } from '../support/http/expect-problem.ts';
import { useTestSystem } from '../support/http/test-system.ts';
import { newId } from '../support/ids.ts';

describe('PUT /api/v1/me', () => {
  const system = useTestSystem({ wechatTimeoutMs: 500 });
  let person: Person;
  beforeEach(async () => {
    person = await system().actors.aPerson();
  });
  afterEach(() => system().phone.faults({ seed: 1, rules: [] }));
  const put = (body: unknown, token: string | undefined = person.token) =>
    system().call('/api/v1/me', { method: 'PUT', body, token });
  const me = async () => (await system().call('/api/v1/me', { token: person.token })).json;
  const deeds = (of = person) =>
    system()
      .knex('audit.events')
      .where({ subject_id: uuidOf(of) })
      .whereIn('action', ['user.renamed', 'user.notifications_switched']);

  it('200 with the user as he is from now on', async () => {
    const before = await me();
    const { status, json } = await put({ nickname: ' 小海马🐴 ', notifications: false });
    expect(status).to.equal(200);
    expect(json).to.deep.equal({ ...before, nickname: '小海马🐴', notifications: false });
    expect(await me()).to.deep.equal(json);
  });

  it('200 leaves what is left out', async () => {
    await put({ nickname: '小海马' });
    const before = await me();
    expect((await put({ notifications: false })).json).to.deep.equal({ ...before, notifications: false });
    expect((await put({})).json).to.deep.equal({ ...before, notifications: false });
  });

  it('200 leaves a fingerprint of the name in the audit log, and the name nowhere', async () => {
    await put({ nickname: '独一无二的名字', notifications: false });
    const rows = JSON.stringify(
      await system()
        .knex('audit.events')
        .where({ user_id: uuidOf(person) }),
    );
    expect(rows).not.to.include('独一无二的名字');
    const renamed = (await deeds()).find(({ action }) => action === 'user.renamed');
    expect(renamed.after.nickname).to.match(/^[0-9a-f]{8}$/);
    expect(renamed.after).not.to.deep.equal(renamed.before);
    expect(system().logLines.join('')).not.to.include('独一无二的名字');
  });

  it('200 for the same name again, without another deed', async () => {
    await put({ nickname: '小海马' });
    expect((await put({ nickname: '小海马' })).status).to.equal(200);
    expect(await deeds()).to.have.length(1);
  });

  for (const nickname of ['诈骗', '待审']) {
    it(`422 for a name that WeChat does not let pass (${nickname}); nothing is changed`, async () => {
      const before = await me();
      expectProblem(await put({ nickname, notifications: false }), [422, 'nickname_refused', 'zh']);
      expect([await me(), await deeds()]).to.deep.equal([before, []]);
    });
  }

  it('503 while WeChat does not answer, with a time to come back; the old name stays', async () => {
    const before = await me();
    await system().phone.faults({ seed: 1, rules: [{ on: 'request', fault: 'system_error', path: '/wxa' }] });
    const answer = await put({ nickname: '小海马', notifications: false });
    expectProblem(answer, [503, 'nickname_not_checked', 'zh']);
    expect(Number(answer.headers.get('retry-after'))).to.be.greaterThan(0);
    expect(await me()).to.deep.equal(before);
    expect((await put({ notifications: false })).status).to.equal(200);
    await system().phone.faults({ seed: 1, rules: [] });
    expect((await put({ nickname: '小海马' })).status).to.equal(200);
  });

  it('409 for somebody who has never been in the mini-program', async () => {
    const stranger = newUser(newId<UserId>(), new Date());
    await system().uow.run(({ users }) => users.add(stranger));
    await system()
      .knex('identity.sessions')
      .where({ user_id: uuidOf(person) })
      .update({ user_id: stranger.id });
    expectProblem(await put({ nickname: '小海马' }), [409, 'nickname_not_checkable', 'zh']);
  });

  it('429 for the eleventh change of a day, with the seconds until the next one in Beijing', async () => {
    for (let times = 0; times < 10; times++) expect((await put({ nickname: `小海马${times}` })).status).to.equal(200);
    const answer = await put({ nickname: '小海马' });
    expectProblem(answer, [429, 'profile_changes_too_frequent', 'zh']);
    expect(Number(answer.headers.get('retry-after'))).to.be.within(1, 86_400);
    expect((await put({ notifications: false })).status).to.equal(200);
    expect((await me()).nickname).to.equal('小海马9');
  });

  it('200 once only for ten changes at once beyond the limit: they are counted one after the other', async () => {
    for (let times = 0; times < 9; times++) await put({ nickname: `小海马${times}` });
    const answers = await Promise.all(Array.from({ length: 6 }, (_, at) => put({ nickname: `同时${at}` })));
    expect(answers.map(({ status }) => status).sort()).to.deep.equal([200, ...Array(5).fill(429)]);
  });

  const hostile: readonly (readonly [string, unknown])[] = [
    ['an empty name', { nickname: '' }],
    ['blanks', { nickname: '  ' }],
    ['21 characters', { nickname: '海'.repeat(21) }],
    ['a name that nobody can see', { nickname: '\u200b' }],
    ['control characters', { nickname: 'a\u0000b' }],
    ['half a character', { nickname: '\ud83d' }],
    ['a name that is none', { nickname: null }],
    ['a switch that is none', { notifications: 'on' }],
    ['somebody else’s status', { status: 'closed' }],
    ['a field that nobody knows', { admin: true }],
    ['a list', []],
  ];
  for (const [what, body] of hostile) {
    it(`400 for ${what}`, async () => {
      const before = await me();
      expectProblem(await put(body), [400, 'invalid_request', 'zh'], ['errors']);
      expect(await me()).to.deep.equal(before);
    });
  }

  it('401 without a session', async () => {
    expectProblem(await system().call('/api/v1/me', { method: 'PUT', body: {} }), [401, 'session_missing', 'zh']);
  });
});

const uuidOf = ({ id }: Person): string => id.replace(/^usr_(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
