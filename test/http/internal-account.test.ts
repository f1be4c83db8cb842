import { expect } from 'chai';
import { AccountAnswer } from '../../src/adapters/http/internal/account-schema.ts';
import { fen } from '../../src/domain/shared/fen.ts';
import { aCallerOf, type CallerOf, expectAnswer } from '../support/http/callers.ts';
import { expectProblem } from '../support/http/expect-problem.ts';
import { useTestSystem } from '../support/http/test-system.ts';
import { newId } from '../support/ids.ts';

describe('GET /internal/v1/users/{id}/balance', () => {
  const system = useTestSystem();
  let caller: CallerOf;
  beforeEach(async () => {
    caller = await aCallerOf(system());
  });
  const balance = (id = caller.person.id, token = caller.service) =>
    caller.ask(`/users/${id}/balance`, undefined, { token });

  it('200 tells what can be spent, what is held and what expires', async () => {
    await caller.hold({ points: 100 });
    await caller.charge();
    const answer = expectAnswer(await balance(), AccountAnswer);
    expect(answer).to.deep.include({
      user_id: caller.person.id,
      available: 495,
      held: 100,
      frozen: 0,
      expiring_soon: [],
    });
    expect(answer.next_expiry).to.include({ points: 495 });
  });

  it('200 tells what refunds have frozen', async () => {
    const { id: orderId, amount_fen: paid } = await system()
      .knex('ordering.orders')
      .where({ user_id: caller.userId })
      .first();
    const wish = { refundFen: fen(Number(paid) / 2), reason: 'test', operator: 'test' };
    const requested = await system().application.requestRefund({ of: { orderId }, requestKey: null, ...wish });
    expect(requested.kind).to.equal('requested');
    const answer = expectAnswer(await balance(), AccountAnswer);
    expect(answer).to.deep.include({ available: 300, held: 0, frozen: 300 });
  });

  it('200 tells the lots that expire soon', async () => {
    const at = new Date(Date.now() + 86_400_000);
    await system().knex('ledger.lots').where({ account_id: caller.userId }).update({ expires_at: at });
    const answer = expectAnswer(await balance(), AccountAnswer);
    expect(answer.expiring_soon).to.deep.equal([{ kind: 'paid', points: 600, expires_at: at.toISOString() }]);
  });

  it('404 for nobody', async () => {
    for (const id of [`usr_${newId().replaceAll('-', '')}`, 'usr_1', caller.key.id]) {
      expectProblem(await balance(id), [404, 'unknown_user', 'en']);
    }
  });

  it('is for services that may read balances', async () => {
    expectProblem(await balance(caller.person.id, caller.person.token), [401, 'service_token_unknown', 'en']);
    const created = await system().application.createService(`only-usage-${newId()}`, { operations: ['usage'] });
    if (created.kind !== 'created') expect.fail(created.kind);
    expectProblem(await balance(caller.person.id, created.token), [403, 'operation_not_granted', 'en']);
  });
});
