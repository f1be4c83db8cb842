import { expect } from 'chai';
import { INSTANT } from '../support/http/dates.ts';
import { expectProblem } from '../support/http/expect-problem.ts';
import { useTestSystem } from '../support/http/test-system.ts';

describe('GET /api/v1/balance', () => {
  const system = useTestSystem();
  const balance = (token?: string) => system().call('/api/v1/balance', { token });

  it('200 is zero for somebody who has bought nothing', async () => {
    const { status, json } = await balance((await system().actors.aPerson()).token);
    expect(status).to.equal(200);
    expect(json).to.deep.equal({ available: 0, next_expiry: null });
  });

  it('200 counts paid and bonus points, and tells which expire first', async () => {
    const person = await system().actors.aPerson();
    await system().actors.aPaidOrder(person, 'points-300');
    const { json } = await balance(person.token);
    expect(json).to.have.all.keys('available', 'next_expiry');
    expect(json.available).to.equal(4_200);
    expect(json.next_expiry).to.have.all.keys('points', 'expires_at');
    expect(json.next_expiry.points).to.equal(4_200);
    expect(json.next_expiry.expires_at).to.match(INSTANT);
  });

  it('200 leaves out points that have expired', async () => {
    const person = await system().actors.aPerson();
    await system().actors.aPaidOrder(person);
    await system()
      .knex('ledger.lots')
      .update({ expires_at: new Date(Date.now() - 1) });
    expect((await balance(person.token)).json).to.deep.equal({ available: 0, next_expiry: null });
  });

  it('401 without a session', async () => {
    expectProblem(await balance(), [401, 'session_missing', 'zh']);
  });
});
