import { expect } from 'chai';
import { INSTANT } from '../support/http/dates.ts';
import { expectProblem } from '../support/http/expect-problem.ts';
import { useTestSystem } from '../support/http/test-system.ts';

describe('POST /api/v1/session', () => {
  const system = useTestSystem();
  const signIn = (body: unknown) => system().call('/api/v1/session', { body });

  it('201 opens a session for the code of wx.login', async () => {
    const { code } = await system().phone.login('alice');
    const { status, json, headers } = await signIn({ code });
    expect(status).to.equal(201);
    expect(headers.get('cache-control')).to.equal('no-store');
    expect(json).to.have.all.keys('token', 'expires_at', 'user');
    expect(json.token).to.match(/^hss_[0-9a-f]{64}$/);
    expect(json.expires_at).to.match(INSTANT);
    expect(json.user).to.have.all.keys('id', 'nickname', 'avatar_url', 'notifications', 'status', 'created_at');
    expect(json.user.id).to.match(/^usr_[0-9a-f]{32}$/);
    expect(json.user.nickname).to.match(/^微信用户[0-9a-f]{6}$/);
  });

  it('201 finds the same user again, in a session of its own', async () => {
    const first = await signIn({ code: (await system().phone.login('bob')).code });
    const second = await signIn({ code: (await system().phone.login('bob')).code });
    expect(second.json.user).to.deep.equal(first.json.user);
    expect(second.json.token).not.to.equal(first.json.token);
  });

  it('400 for a code that was used', async () => {
    const { code } = await system().phone.login('carol');
    await signIn({ code });
    const before = await system().rowCounts();
    expectProblem(await signIn({ code }), [400, 'login_code_invalid', 'zh']);
    expect(await system().rowCounts()).to.deep.equal(before);
  });

  it('403 for a user whom WeChat blocks', async () => {
    const { code } = await system().phone.login('dave', { blocked: true });
    expectProblem(await signIn({ code }), [403, 'login_blocked', 'zh']);
  });

  it('429 for a user who signs in too often', async () => {
    const { code } = await system().phone.login('erin', { rate_limited: true });
    expectProblem(await signIn({ code }), [429, 'login_too_frequent', 'zh']);
  });

  const hostile: readonly (readonly [string, unknown])[] = [
    ['no code', {}],
    ['an empty code', { code: '' }],
    ['a number', { code: 7 }],
    ['an overlong code', { code: 'x'.repeat(257) }],
    ['a field that nobody knows', { code: 'x', admin: true }],
  ];
  for (const [what, body] of hostile) {
    it(`400 for ${what}`, async () => {
      const before = await system().rowCounts();
      expectProblem(await signIn(body), [400, 'invalid_request', 'zh'], ['errors']);
      expect(await system().rowCounts()).to.deep.equal(before);
    });
  }

  it('400 for a code made of control characters: WeChat does not know it', async () => {
    expectProblem(await signIn({ code: '\u0000\n&secret=x' }), [400, 'login_code_invalid', 'zh']);
  });
});

describe('GET /api/v1/me', () => {
  const system = useTestSystem();
  const me = (token?: string) => system().call('/api/v1/me', { token });

  it('200 tells who is signed in, without the openid', async () => {
    const person = await system().actors.aPerson();
    const { status, json, text } = await me(person.token);
    expect(status).to.equal(200);
    expect(json).to.have.all.keys('id', 'nickname', 'avatar_url', 'notifications', 'status', 'created_at');
    expect(json).to.include({ id: person.id, avatar_url: null, notifications: true, status: 'active' });
    expect(text).not.to.include(person.openid);
  });

  it('401 without a token', async () => {
    expectProblem(await me(), [401, 'session_missing', 'zh']);
  });

  it('401 for a token under another scheme', async () => {
    const { token } = await system().actors.aPerson();
    const answer = await system().call('/api/v1/me', { headers: { Authorization: `Basic ${token}` } });
    expectProblem(answer, [401, 'session_missing', 'zh']);
  });

  it('401 for a token that was never given', async () => {
    expectProblem(await me(`hss_${'0'.repeat(64)}`), [401, 'session_unknown', 'zh']);
  });

  it('401 for a service token', async () => {
    expectProblem(await me(await system().actors.aService()), [401, 'session_unknown', 'zh']);
  });

  it('401 once the session is too old', async () => {
    const { token } = await system().actors.aPerson();
    await system()
      .knex('identity.sessions')
      .update({ expires_at: new Date(Date.now() - 1) });
    expectProblem(await me(token), [401, 'session_expired', 'zh']);
  });

  it('moves the expiry of a session forward while it is used', async () => {
    const { token } = await system().actors.aPerson();
    const sessions = system().knex('identity.sessions');
    const anHourAgo = new Date(Date.now() - 3_600_000);
    await sessions.clone().update({ expires_at: new Date(Date.now() + 60_000), last_used_at: anHourAgo });
    expect((await me(token)).status).to.equal(200);
    const [longest] = await sessions.clone().orderBy('expires_at', 'desc').limit(1);
    expect(longest.expires_at.getTime()).to.be.greaterThan(Date.now() + 29 * 86_400_000);
  });
});
