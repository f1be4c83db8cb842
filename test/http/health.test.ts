import { expect } from 'chai';
import type { CheckReadiness } from '../../src/adapters/http/use-cases.ts';
import { Unavailable } from '../../src/domain/shared/faults.ts';
import { expectProblem } from '../support/http/expect-problem.ts';
import { useTestSystem } from '../support/http/test-system.ts';

describe('GET /livez, /startupz and /readyz', () => {
  let checkReadiness: CheckReadiness = async () => null;
  const system = useTestSystem({ useCases: () => ({ checkReadiness: () => checkReadiness() }) });

  it('200 while all is well', async () => {
    expect((await system().call('/livez')).json).to.deep.equal({ status: 'alive' });
    expect((await system().call('/startupz')).json).to.deep.equal({ status: 'started' });
    expect((await system().call('/readyz')).json).to.deep.equal({ status: 'ready' });
  });

  for (const reason of ['shutting_down', 'schema_behind'] as const) {
    it(`503 from /readyz alone, and when to ask again: ${reason}`, async () => {
      checkReadiness = async () => reason;
      const answer = await system().call('/readyz');
      expectProblem(answer, [503, reason, 'en']);
      expect(answer.headers.get('retry-after')).to.equal('5');
      for (const path of ['/livez', '/startupz']) expect((await system().call(path)).status).to.equal(200);
    });
  }

  it('503 from /readyz alone without a database', async () => {
    checkReadiness = async () => {
      throw new Unavailable('database', { retryAfterSeconds: 7 });
    };
    const answer = await system().call('/readyz');
    expectProblem(answer, [503, 'database_unavailable', 'en']);
    expect(answer.headers.get('retry-after')).to.equal('7');
    expect((await system().call('/livez')).status).to.equal(200);
  });
});
