import { expect } from 'chai';
import { Unavailable } from '../../src/domain/shared/faults.ts';
import { expectProblem } from '../support/http/expect-problem.ts';
import { useTestSystem } from '../support/http/test-system.ts';

describe('GET /livez and /readyz', () => {
  let checkReadiness: () => Promise<void> = async () => {};
  const system = useTestSystem({ useCases: () => ({ checkReadiness: () => checkReadiness() }) });

  it('200 while all is well', async () => {
    expect((await system().call('/livez')).json).to.deep.equal({ status: 'alive' });
    expect((await system().call('/readyz')).json).to.deep.equal({ status: 'ready' });
  });

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
