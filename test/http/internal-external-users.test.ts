import { expect } from 'chai';
import { FindUserAnswer, MapUserAnswer } from '../../src/adapters/http/internal/external-users-schema.ts';
import { expectAnswer } from '../support/http/callers.ts';
import { expectProblem } from '../support/http/expect-problem.ts';
import { useTestSystem } from '../support/http/test-system.ts';
import { newId } from '../support/ids.ts';

const PATH = '/internal/v1/external-users';
const STRANGE = [
  'user-42',
  'somebody@product.example',
  ' blank before and after ',
  '用户/42?x=1&y=2#z',
  'a+b%20c',
  '🐴'.repeat(64),
  "x' or '1'='1",
  '{"json": "\\u0000"}',
  '__proto__',
];

describe('POST /internal/v1/external-users', () => {
  const system = useTestSystem();
  let token: string;
  beforeEach(async () => {
    token = await system().actors.aService();
  });
  const map = (body: unknown, as = token) => system().call(PATH, { token: as, body });
  const find = (external_id: string, as = token) =>
    system().call(`${PATH}?${new URLSearchParams({ external_id })}`, { token: as });

  for (const external_id of STRANGE) {
    it(`200 makes a user for ${JSON.stringify(external_id.slice(0, 30))}, once; 200 then finds him`, async () => {
      const { user_id, created } = expectAnswer(await map({ external_id }), MapUserAnswer);
      expect(created).to.equal(true);
      const before = await system().rowCounts();
      expect((await map({ external_id })).json).to.deep.equal({ user_id, created: false });
      expect(expectAnswer(await find(external_id), FindUserAnswer)).to.deep.equal({ user_id });
      expect(await system().rowCounts()).to.deep.equal(before);
    });
  }

  it('200 for users without a WeChat identity, who have a balance', async () => {
    const { user_id } = (await map({ external_id: 'user-42' })).json;
    const uuid = user_id.slice('usr_'.length);
    expect(await system().knex('identity.wechat_identities').where({ user_id: uuid })).to.deep.equal([]);
    const balance = await system().call(`/internal/v1/users/${user_id}/balance`, { token });
    expect(balance.json).to.include({ user_id, available: 0 });
  });

  it('200 for another service is another user, and 404 until it has mapped its own', async () => {
    const other = await system().actors.aService();
    const { user_id } = (await map({ external_id: 'shared' })).json;
    expectProblem(await find('shared', other), [404, 'unknown_user', 'en']);
    const others = (await map({ external_id: 'shared' }, other)).json;
    expect(others.created).to.equal(true);
    expect(others.user_id).not.to.equal(user_id);
    expect((await find('shared')).json).to.deep.equal({ user_id });
  });

  const hostile: readonly (readonly [string, unknown])[] = [
    ['no id', {}],
    ['an empty id', { external_id: '' }],
    ['129 characters', { external_id: 'x'.repeat(129) }],
    ['a control character', { external_id: 'user\u0000' }],
    ['a line break', { external_id: 'user\n42' }],
    ['half a character', { external_id: '\ud83d' }],
    ['a number', { external_id: 42 }],
    ['a user of its choice', { external_id: 'user-42', user_id: `usr_${'0'.repeat(32)}` }],
    ['a list', ['user-42']],
  ];
  for (const [what, body] of hostile) {
    it(`400 for ${what}`, async () => {
      const before = await system().rowCounts();
      expectProblem(await map(body), [400, 'invalid_request', 'en'], ['errors']);
      expect(await system().rowCounts()).to.deep.equal(before);
    });
  }

  it('leaves the id of the service out of the log and the audit log', async () => {
    const external_id = `${newId()}@product.example`;
    await map({ external_id });
    await find(external_id);
    const audit = JSON.stringify(await system().knex('audit.events'));
    expect(audit).to.include('external_user.mapped');
    for (const text of [audit, system().logLines.join('')]) {
      expect(text).not.to.include(external_id).and.not.to.include(encodeURIComponent(external_id));
    }
  });
});

describe('GET /internal/v1/external-users', () => {
  const system = useTestSystem();
  const find = async (query: string) => system().call(`${PATH}${query}`, { token: await system().actors.aService() });

  it('404 for an id that was never mapped, and makes no user', async () => {
    const token = await system().actors.aService();
    const before = await system().rowCounts();
    expectProblem(await system().call(`${PATH}?external_id=user-42`, { token }), [404, 'unknown_user', 'en']);
    expect(await system().rowCounts()).to.deep.equal(before);
  });

  for (const query of [
    '',
    '?external_id=',
    '?external_id=a&external_id=b',
    '?external_id=a&more=b',
    '?external_id=%00',
  ]) {
    it(`400 for ${JSON.stringify(query)}`, async () => {
      expectProblem(await find(query), [400, 'invalid_request', 'en'], ['errors']);
    });
  }
});
