import { expect } from 'chai';
import { INSTANT } from '../support/http/dates.ts';
import { expectProblem } from '../support/http/expect-problem.ts';
import { useTestSystem } from '../support/http/test-system.ts';

describe('the sessions of a user', () => {
  const system = useTestSystem();
  let people = 0;
  const signIn = async (name: string, device?: string): Promise<string> => {
    const { code } = await system().phone.login(name);
    return (await system().call('/api/v1/session', { body: { code, ...(device && { device }) } })).json.token;
  };
  const somebody = (): string => `sessions-${++people}`;
  const list = async (token: string) => (await system().call('/api/v1/sessions', { token })).json.sessions;
  const isIn = async (token: string) => (await system().call('/api/v1/me', { token })).status === 200;
  const post = (token: string, path: string) => system().call(`/api/v1/sessions/${path}`, { token, method: 'POST' });

  it('200 lists them, the one used last first, with what the user recognises them by', async () => {
    const name = somebody();
    const older = await signIn(name, ' iPhone 15 ');
    const newer = await signIn(name);
    const sessions = await list(newer);
    expect(sessions.map((each: { device: string }) => each.device)).to.deep.equal([null, 'iPhone 15']);
    expect(sessions[0]).to.include({ kind: 'mini_program', current: true });
    expect(sessions[1]).to.include({ current: false });
    for (const field of ['created_at', 'last_used_at', 'expires_at']) expect(sessions[0][field]).to.match(INSTANT);
    expect(sessions[0].id).to.match(/^ses_[0-9a-f]{32}$/);
    for (const token of [older, newer]) expect(JSON.stringify(sessions)).not.to.include(token);
  });

  it('204 signs out: the token is worth nothing from then on, and no other is touched', async () => {
    const name = somebody();
    const [one, other] = [await signIn(name), await signIn(name)];
    expect((await system().call('/api/v1/session', { token: one, method: 'DELETE' })).status).to.equal(204);
    expectProblem(await system().call('/api/v1/me', { token: one }), [401, 'session_unknown', 'zh']);
    expect(await isIn(other)).to.equal(true);
  });

  it('204 revokes another one', async () => {
    const name = somebody();
    const [lost, own] = [await signIn(name, 'lost'), await signIn(name)];
    const { id } = (await list(own)).find((each: { device: string }) => each.device === 'lost');
    expect((await post(own, `${id}/revoke`)).status).to.equal(204);
    expect([await isIn(lost), await isIn(own)]).to.deep.equal([false, true]);
    expectProblem(await post(own, `${id}/revoke`), [404, 'unknown_session', 'zh']);
  });

  it('404 for that of somebody else, which stays', async () => {
    const [own, foreign] = [await signIn(somebody()), await signIn(somebody())];
    const [{ id }] = await list(foreign);
    expectProblem(await post(own, `${id}/revoke`), [404, 'unknown_session', 'zh']);
    expect(await isIn(foreign)).to.equal(true);
  });

  it('200 revokes all but this one, and says how many', async () => {
    const name = somebody();
    const tokens = [await signIn(name), await signIn(name), await signIn(name)];
    const stranger = await signIn(somebody());
    const { status, json } = await post(tokens[1] as string, 'revoke-others');
    expect([status, json]).to.deep.equal([200, { revoked: 2 }]);
    expect(await Promise.all(tokens.map(isIn))).to.deep.equal([false, true, false]);
    expect(await isIn(stranger)).to.equal(true);
  });

  it('are in the audit log from the beginning to the end, without their tokens', async () => {
    const token = await signIn(somebody(), 'audited');
    const [{ id }] = await list(token);
    await system().call('/api/v1/session', { token, method: 'DELETE' });
    const events = await system()
      .knex('audit.events')
      .whereRaw(`replace(subject_id, '-', '') = ?`, [id.slice(4)])
      .orderBy('id');
    expect(events.map(({ action }) => action)).to.deep.equal(['session.opened', 'session.ended']);
    expect(events[0].after).to.deep.equal({ kind: 'mini_program' });
    expect(JSON.stringify(events)).not.to.include(token);
  });

  for (const device of ['', 'x'.repeat(65), 'a\nb', 7]) {
    it(`400 for the device ${JSON.stringify(device).slice(0, 12)}`, async () => {
      const { code } = await system().phone.login(somebody());
      const answer = await system().call('/api/v1/session', { body: { code, device } });
      expectProblem(answer, [400, 'invalid_request', 'zh'], ['errors']);
    });
  }

  for (const [method, path] of [
    ['GET', '/api/v1/sessions'],
    ['DELETE', '/api/v1/session'],
    ['POST', '/api/v1/sessions/revoke-others'],
    ['POST', `/api/v1/sessions/ses_${'0'.repeat(32)}/revoke`],
  ] as const) {
    it(`401 for ${method} ${path.slice(0, 30)} without a session`, async () => {
      expectProblem(await system().call(path, { method }), [401, 'session_missing', 'zh']);
    });
  }
});
