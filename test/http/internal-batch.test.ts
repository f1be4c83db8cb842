import { expect } from 'chai';
import { UsageBatchAnswer, UsageBatchRequest } from '../../src/adapters/http/internal/usage-batch-schema.ts';
import { Unavailable } from '../../src/domain/shared/faults.ts';
import { aCallerOf, type CallerOf, expectAnswer, IMAGE } from '../support/http/callers.ts';
import { expectProblem } from '../support/http/expect-problem.ts';
import { useTestSystem } from '../support/http/test-system.ts';
import { newId } from '../support/ids.ts';

describe('POST /internal/v1/usage/batch', () => {
  /** Idempotency keys of calls whose database cannot be reached, or which fail in another way. */
  const [unreachable, broken] = [new Set<string>(), new Set<string>()];
  const system = useTestSystem({
    useCases: ({ chargeUsage }) => ({
      chargeUsage: async (usage) => {
        if (unreachable.has(usage.idempotencyKey)) throw new Unavailable('database');
        if (broken.has(usage.idempotencyKey)) throw new Error('planted');
        return chargeUsage(usage);
      },
    }),
  });
  let caller: CallerOf;
  beforeEach(async () => {
    caller = await aCallerOf(system());
  });
  const item = (change: object = {}) => ({
    api_key: caller.key.token,
    api: IMAGE,
    idempotency_key: newId(),
    ...change,
  });
  const send = (items: readonly unknown[], options?: { token: string }) =>
    caller.ask('/usage/batch', { items }, options);
  const charged = async (items: readonly unknown[]) => {
    const { results } = expectAnswer(await send(items), UsageBatchAnswer);
    return results.map((each) => ('problem' in each ? each.problem.code : each.allowed ? each.points : each.code));
  };

  it('200 charges every item, in the order of the items', async () => {
    const items = [item(), item({ quantity: 3 }), item({ api: 'speech.transcribe' })];
    expect(UsageBatchRequest.safeParse({ items }).success).to.equal(true);
    expect(await charged(items)).to.deep.equal([5, 15, 10]);
    expect(await caller.points()).to.equal(570);
    await caller.balanced();
  });

  it('200 charges a hundred, for several accounts, with keys as long as they may be', async () => {
    const other = await aCallerOf(system());
    const items = Array.from({ length: 100 }, (_, nth) => ({
      ...item({
        api_key: nth % 2 ? caller.key.token : other.key.token,
        client_ip: '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff',
      }),
      idempotency_key: `${newId()}${'x'.repeat(92)}`,
    }));
    expect(await charged(items)).to.deep.equal(Array.from({ length: 100 }, () => 5));
    expect([await caller.points(), await other.points()]).to.deep.equal([350, 350]);
  });

  it('200 says of each item what became of it, whatever became of its neighbours', async () => {
    const used = item();
    await charged([used]);
    const items = [
      ...[item(), { ...used, quantity: 2 }, item({ api: 'no.such.api' }), item({ api_key: 'sk_live_x' }), used],
      ...[item({ quantity: 0 }), 'no object', item({ quantity: 1_000 }), { ...item(), dry_run: true }, item()],
    ];
    expect(await charged(items)).to.deep.equal([
      ...[5, 'idempotency_key_reused', 'unknown_api', 'key_malformed', 5],
      ...['invalid_request', 'invalid_request', 'insufficient_points', 'invalid_request', 5],
    ]);
    expect(await caller.points()).to.equal(585);
  });

  it('200 tells which answers are repetitions, also within one batch', async () => {
    const one = item();
    const { results } = expectAnswer(await send([one, one]), UsageBatchAnswer);
    expect(results.map((each) => 'replayed' in each && each.replayed)).to.have.members([false, true]);
    expect(await caller.points()).to.equal(595);
  });

  it('200 names what is wrong with an item', async () => {
    const { results } = expectAnswer(await send([item({ quantity: 0, price: 1 })]), UsageBatchAnswer);
    const [result] = results;
    if (!result || !('problem' in result)) expect.fail('no problem');
    expect(result.problem.errors?.map(({ pointer }) => pointer)).to.deep.equal(['/quantity', '']);
    expect(result.problem.detail).to.equal('Correct the fields named in "errors".');
  });

  it('200 with a problem for an item that failed, because its neighbours are charged', async () => {
    const [down, faulty] = [item(), item()];
    unreachable.add(down.idempotency_key);
    broken.add(faulty.idempotency_key);
    expect(await charged([item(), down, faulty])).to.deep.equal([5, 'database_unavailable', 'internal_error']);
    expect(await caller.points()).to.equal(595);
  });

  it('503 where nothing could be reached for any of them', async () => {
    const items = [item(), item()];
    for (const { idempotency_key } of items) unreachable.add(idempotency_key);
    expectProblem(await send(items), [503, 'database_unavailable', 'en']);
  });

  it('400 for no items, for too many, and for a body of another shape', async () => {
    for (const body of [{ items: [] }, { items: Array(101).fill(item()) }, {}, { items: [item()], more: 1 }]) {
      expectProblem(await caller.ask('/usage/batch', body), [400, 'invalid_request', 'en'], ['errors']);
    }
    expect(await caller.points()).to.equal(600);
  });

  it('413 for more than a batch may be', async () => {
    expectProblem(await send([item({ padding: 'x'.repeat(65_536) })]), [413, 'body_too_large', 'en']);
  });

  it('is for services that may charge', async () => {
    const token = `${caller.service.slice(0, -1)}~`;
    expectProblem(await send([item()], { token }), [401, 'service_token_unknown', 'en']);
    const created = await system().application.createService(`only-verify-${newId()}`, { operations: ['verify'] });
    if (created.kind !== 'created') expect.fail(created.kind);
    expectProblem(await send([item()], { token: created.token }), [403, 'operation_not_granted', 'en']);
  });
});
