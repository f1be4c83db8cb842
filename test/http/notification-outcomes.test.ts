import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'chai';
import type { ProblemCode } from '../../src/adapters/http/problem-table.ts';
import type { InboxOutcome } from '../../src/domain/ordering/payment-inbox.ts';
import { Unavailable } from '../../src/domain/shared/faults.ts';
import { expectProblem } from '../support/http/expect-problem.ts';
import { useTestSystem } from '../support/http/test-system.ts';

describe('the answer to a stored notification', () => {
  let receive: () => Promise<{ kind: 'stored'; notificationId: string; repeated: boolean }>;
  let handle: () => Promise<InboxOutcome | null>;
  const system = useTestSystem({
    useCases: () => ({ receiveNotification: () => receive(), handleNotification: () => handle() }),
  });
  const deliver = () => system().call('/api/webhook/wechat', { raw: '{}' });
  const logSince = (seen: number) => system().logLines.slice(seen).join('');

  beforeEach(() => {
    receive = async () => ({ kind: 'stored', notificationId: 'n-1', repeated: false });
  });

  const outcomes: readonly (readonly [InboxOutcome, 204 | readonly [number, ProblemCode, 'en']])[] = [
    ['settled', 204],
    ['already_settled', 204],
    ['not_acted_on', 204],
    ['duplicate_payment', 204],
    ['mismatch', [422, 'notification_mismatch', 'en']],
    ['unknown_order', [404, 'notification_unknown_order', 'en']],
  ];
  for (const [outcome, expected] of outcomes) {
    it(`is ${expected === 204 ? 204 : expected[0]} for ${outcome}`, async () => {
      handle = async () => outcome;
      const answer = await deliver();
      if (expected === 204) expect([answer.status, answer.text]).to.deep.equal([204, '']);
      else expectProblem(answer, expected);
    });
  }

  it('is 204 while somebody else is at it', async () => {
    handle = async () => null;
    expect((await deliver()).status).to.equal(204);
  });

  it('is 204 when handling fails: the sweep repeats it', async () => {
    handle = async () => {
      throw new Unavailable('database');
    };
    const seen = system().logLines.length;
    expect((await deliver()).status).to.equal(204);
    expect(logSince(seen)).to.include('stored, but not handled yet');
  });

  it('is 204 when handling takes longer than WeChat should wait', async () => {
    handle = async () => {
      await delay(3_000);
      return 'mismatch';
    };
    const startedAt = performance.now();
    expect((await deliver()).status).to.equal(204);
    expect(performance.now() - startedAt).to.be.lessThan(1_000);
  });

  it('is 503 when it could not be stored, so that WeChat comes again', async () => {
    receive = async () => {
      throw new Unavailable('database');
    };
    const answer = await deliver();
    expectProblem(answer, [503, 'database_unavailable', 'en']);
    expect(answer.headers.get('retry-after')).to.equal('2');
  });
});
