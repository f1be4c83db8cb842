import { expect } from 'chai';
import { ReverseAnswer } from '../../src/adapters/http/internal/reversal-schema.ts';
import { aCallerOf, type CallerOf, expectAnswer } from '../support/http/callers.ts';
import { expectProblem } from '../support/http/expect-problem.ts';
import { useTestSystem } from '../support/http/test-system.ts';
import { newId } from '../support/ids.ts';

describe('POST /internal/v1/usage/{id}/reverse', () => {
  const system = useTestSystem();
  let caller: CallerOf;
  let usageId: string;
  beforeEach(async () => {
    caller = await aCallerOf(system());
    usageId = (await caller.charge({ quantity: 2 })).json.usage_id;
  });
  const reverse = (body?: object, id = usageId) => caller.ask(`/usage/${id}/reverse`, body ?? {});

  it('200 puts the points back', async () => {
    const answer = expectAnswer(await reverse({ reason: '图片没有生成' }), ReverseAnswer);
    expect(answer).to.include({ usage_id: usageId, reversed: true, points: 10, points_expired: 0, points_left: 600 });
    expect(answer.reason).to.equal('图片没有生成');
    expect(await caller.lines()).to.deep.equal(['grant 600', 'consume -10', 'reverse 10']);
    expect(await caller.points()).to.equal(600);
    await caller.balanced();
  });

  it('200 once: the same again is answered alike, whatever happened since', async () => {
    const first = await reverse();
    await caller.charge();
    const second = await reverse({ reason: 'another' });
    expect(second.json).to.deep.equal(first.json);
    expect(first.json.reason).to.equal(null);
    expect([first, second].map((each) => each.headers.get('idempotency-replayed'))).to.deep.equal([null, 'true']);
    expect(await caller.points()).to.equal(595);
  });

  it('200 says what of it is lost, because it expired meanwhile', async () => {
    await system()
      .knex('ledger.lots')
      .where({ account_id: caller.userId })
      .update({ expires_at: new Date(0) });
    const answer = expectAnswer(await reverse(), ReverseAnswer);
    expect(answer).to.include({ points: 10, points_expired: 10, points_left: 0 });
    await caller.balanced();
  });

  it('404 for what is no call, and for one of another service', async () => {
    for (const id of [`use_${newId().replaceAll('-', '')}`, 'use_1', usageId.replace('use', 'hld')]) {
      expectProblem(await reverse({}, id), [404, 'unknown_usage', 'en']);
    }
    const token = await system().actors.aService();
    const answer = await caller.ask(`/usage/${usageId}/reverse`, {}, { token });
    expectProblem(answer, [404, 'unknown_usage', 'en']);
    expect(await caller.points()).to.equal(590);
  });

  it('404 for a hold that was not captured', async () => {
    const { hold_id: id } = (await caller.hold({ points: 5 })).json;
    expectProblem(await reverse({}, id.replace('hld', 'use')), [404, 'unknown_usage', 'en']);
  });

  it('400 for a reason that is too long, or no text', async () => {
    for (const reason of ['x'.repeat(201), 5, 'a\u0000b']) {
      expectProblem(await reverse({ reason }), [400, 'invalid_request', 'en'], ['errors']);
    }
  });

  it('is for services that may reverse', async () => {
    const created = await system().application.createService(`only-usage-${newId()}`, { operations: ['usage'] });
    if (created.kind !== 'created') expect.fail(created.kind);
    const answer = await caller.ask(`/usage/${usageId}/reverse`, {}, { token: created.token });
    expectProblem(answer, [403, 'operation_not_granted', 'en']);
  });
});
