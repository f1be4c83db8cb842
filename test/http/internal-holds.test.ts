import { expect } from 'chai';
import { CaptureAnswer, HoldPlaced, ReleaseAnswer } from '../../src/adapters/http/internal/holds-schema.ts';
import { ReverseAnswer } from '../../src/adapters/http/internal/reversal-schema.ts';
import { UsageRefused } from '../../src/adapters/http/internal/usage-schema.ts';
import { aCallerOf, type CallerOf, expectAnswer } from '../support/http/callers.ts';
import { expectProblem } from '../support/http/expect-problem.ts';
import { useTestSystem } from '../support/http/test-system.ts';

const NO_HOLD = `hld_${'0'.repeat(32)}`;

describe('POST /internal/v1/holds', () => {
  const system = useTestSystem();
  let caller: CallerOf;
  beforeEach(async () => {
    caller = await aCallerOf(system());
  });
  const placed = async (body: object = { points: 100 }) => expectAnswer(await caller.hold(body), HoldPlaced);

  it('200 sets points aside for as long as it says', async () => {
    const hold = await placed({ points: 100, ttl_seconds: 60 });
    expect(hold).to.include({ allowed: true, state: 'open', points: 100, points_left: 500 });
    expect(Date.parse(hold.expires_at) - Date.parse(hold.at)).to.equal(60_000);
    expect(await caller.points()).to.equal(500);
    await caller.balanced();
  });

  it('200 holds what the calls cost, for a quarter of an hour, unless it is told otherwise', async () => {
    const one = await placed({});
    expect(one).to.include({ points: 5 });
    expect(Date.parse(one.expires_at) - Date.parse(one.at)).to.equal(900_000);
    expect(await placed({ quantity: 4 })).to.include({ points: 20, points_left: 575 });
  });

  it('200 with the same hold for the same idempotency key, and 422 for other terms', async () => {
    const headers = caller.once();
    const first = await caller.hold({ points: 100 }, headers);
    const second = await caller.hold({ points: 100 }, headers);
    expect(second.json).to.deep.equal(first.json);
    expect([first, second].map((each) => each.headers.get('idempotency-replayed'))).to.deep.equal([null, 'true']);
    for (const other of [{ points: 99 }, { points: 100, may_exceed: true }, { points: 100, ttl_seconds: 1 }, {}]) {
      expectProblem(await caller.hold(other, headers), [422, 'idempotency_key_reused', 'en']);
    }
    expect(await caller.points()).to.equal(500);
  });

  it('200 with allowed: false and what is missing, and holds nothing', async () => {
    const refused = expectAnswer(await caller.hold({ points: 601 }), UsageRefused);
    expect(refused).to.include({ allowed: false, code: 'insufficient_points', points_needed: 601, points_left: 600 });
    expect(await caller.lines()).to.deep.equal(['grant 600']);
  });

  it('200 with allowed: false and the figures of a budget', async () => {
    const poor = await aCallerOf(system(), { daily_budget: 50 });
    expectAnswer(await poor.hold({ points: 40 }), HoldPlaced);
    const refused = expectAnswer(await poor.hold({ points: 11 }), UsageRefused);
    expect(refused).to.include({ code: 'daily_budget_exhausted', budget: 50, spent: 40 });
    expect(Date.parse(refused.retry_at ?? '')).to.be.greaterThan(Date.now());
  });

  const wrong: readonly (readonly [string, object])[] = [
    ['both points and calls', { points: 5, quantity: 1 }],
    ['no points', { points: 0 }],
    ['more points than JSON can count', { points: 2 ** 53 }],
    ['no time', { ttl_seconds: 0 }],
    ['more than a day', { ttl_seconds: 86_401 }],
    ['something else', { price: 1 }],
  ];
  for (const [what, body] of wrong) {
    it(`400 for ${what}`, async () => {
      expectProblem(await caller.hold(body), [400, 'invalid_request', 'en'], ['errors']);
    });
  }

  it('400 without an idempotency key, 422 for an API that is not sold', async () => {
    expectProblem(await caller.hold({}, {}), [400, 'idempotency_key_missing', 'en']);
    expectProblem(await caller.hold({ api: 'no.such.api' }), [422, 'unknown_api', 'en']);
  });

  it('409 while too many are open', async () => {
    const full = await aCallerOf(system());
    const { hold_id: id } = expectAnswer(await full.hold({ points: 1 }), HoldPlaced);
    // As many as the limit says, of which the journal knows one: only the counting is asked for here.
    await system().knex.raw(`insert into ledger.holds
      select (jsonb_populate_record(h, jsonb_build_object('id', gen_random_uuid()))).*
      from ledger.holds h, generate_series(2, 1000) where h.account_id = '${full.userId}'`);
    const refused = await full.hold({ points: 1 });
    expectProblem(refused, [409, 'too_many_holds', 'en'], ['limit']);
    expect(refused.json.limit).to.equal(1_000);
    expect((await full.ask(`/holds/${id}/release`, {})).status).to.equal(200);
    expect((await full.hold({ points: 1 })).json.allowed).to.equal(true);
  });

  describe('/{id}/capture', () => {
    it('200 takes a part, as a call like any other, and gives back the rest', async () => {
      const { hold_id: id } = await placed();
      const answer = expectAnswer(await caller.ask(`/holds/${id}/capture`, { points: 30 }), CaptureAnswer);
      expect(answer).to.include({ hold_id: id, state: 'captured', points: 30, points_left: 570, points_released: 70 });
      expect(answer.usage_id).to.equal(id.replace('hld', 'use'));
      expect(await caller.lines()).to.deep.equal(['grant 600', 'hold -100', 'release 100', 'consume -30']);
      const again = await caller.ask(`/holds/${id}/capture`, { points: 30 });
      expect([again.json, again.headers.get('idempotency-replayed')]).to.deep.equal([answer, 'true']);
      const reversed = expectAnswer(await caller.ask(`/usage/${answer.usage_id}/reverse`, {}), ReverseAnswer);
      expect(reversed).to.include({ points: 30, points_left: 600 });
      await caller.balanced();
    });

    it('200 takes all without a body', async () => {
      const { hold_id: id } = await placed();
      const answer = await system().call(`/internal/v1/holds/${id}/capture`, { token: caller.service, method: 'POST' });
      expect(expectAnswer(answer, CaptureAnswer)).to.include({ points: 100, points_released: 0 });
    });

    it('409 for more than is held, unless that was agreed', async () => {
      const [strict, loose] = [await placed(), await placed({ points: 100, may_exceed: true })];
      const refused = await caller.ask(`/holds/${strict.hold_id}/capture`, { points: 101 });
      expectProblem(refused, [409, 'more_than_held', 'en'], ['points_held']);
      expect(refused.json.points_held).to.equal(100);
      const much = await caller.ask(`/holds/${loose.hold_id}/capture`, { points: 501 });
      expectProblem(much, [409, 'insufficient_points', 'en'], ['points_needed', 'points_left']);
      expect(much.json).to.include({ points_needed: 401, points_left: 400 });
      const answer = await caller.ask(`/holds/${loose.hold_id}/capture`, { points: 500 });
      expect(expectAnswer(answer, CaptureAnswer)).to.include({ points: 500, points_left: 0, points_released: 0 });
    });

    it('409 where the rest passes a budget of the key', async () => {
      const poor = await aCallerOf(system(), { total_budget: 50 });
      const { hold_id: id } = expectAnswer(await poor.hold({ points: 40, may_exceed: true }), HoldPlaced);
      const refused = await poor.ask(`/holds/${id}/capture`, { points: 51 });
      expectProblem(refused, [409, 'budget_exhausted', 'en'], ['budget_code', 'budget', 'spent']);
      expect(refused.json).to.include({ budget_code: 'total_budget_exhausted', budget: 50, spent: 40 });
      expectAnswer(await poor.ask(`/holds/${id}/capture`, { points: 50 }), CaptureAnswer);
    });

    it('409 for a hold that has ended, which says how', async () => {
      const [captured, released] = [await placed(), await placed()];
      await caller.ask(`/holds/${captured.hold_id}/capture`, { points: 30 });
      await caller.ask(`/holds/${released.hold_id}/release`, {});
      for (const [{ hold_id: id }, state] of [
        [captured, 'captured'],
        [released, 'released'],
      ] as const) {
        const answer = await caller.ask(`/holds/${id}/capture`, { points: 31 });
        expectProblem(answer, [409, 'hold_ended', 'en'], ['hold_state']);
        expect(answer.json.hold_state).to.equal(state);
      }
    });

    it('404 for what is no hold, and for one of another service', async () => {
      const { hold_id: id } = await placed();
      const token = await system().actors.aService();
      for (const path of [
        `/holds/${NO_HOLD}/capture`,
        '/holds/hld_1/capture',
        `/holds/${id.replace('hld', 'use')}/capture`,
      ]) {
        expectProblem(await caller.ask(path, {}), [404, 'unknown_hold', 'en']);
      }
      expectProblem(await caller.ask(`/holds/${id}/capture`, {}, { token }), [404, 'unknown_hold', 'en']);
      expectProblem(await caller.ask(`/holds/${id}/release`, {}, { token }), [404, 'unknown_hold', 'en']);
      expectProblem(await caller.ask(`/holds/${NO_HOLD}/release`, {}), [404, 'unknown_hold', 'en']);
    });

    it('400 for no points', async () => {
      const { hold_id: id } = await placed();
      expectProblem(
        await caller.ask(`/holds/${id}/capture`, { points: 0 }),
        [400, 'invalid_request', 'en'],
        ['errors'],
      );
    });
  });

  describe('/{id}/release', () => {
    it('200 gives all back, and the same answer again', async () => {
      const { hold_id: id } = await placed();
      const answer = expectAnswer(await caller.ask(`/holds/${id}/release`, {}), ReleaseAnswer);
      expect(answer).to.include({ state: 'released', released_by: 'service', points: 100, points_left: 600 });
      const again = await caller.ask(`/holds/${id}/release`, {});
      expect([again.json, again.headers.get('idempotency-replayed')]).to.deep.equal([answer, 'true']);
      expect(await caller.lines()).to.deep.equal(['grant 600', 'hold -100', 'release 100']);
      await caller.balanced();
    });

    it('409 for a hold that was captured', async () => {
      const { hold_id: id } = await placed();
      await caller.ask(`/holds/${id}/capture`, {});
      const answer = await caller.ask(`/holds/${id}/release`, {});
      expectProblem(answer, [409, 'hold_ended', 'en'], ['hold_state']);
    });
  });

  it('lets the worker release what nobody ends in time', async () => {
    const [forgotten, longer] = [
      await placed({ points: 100, ttl_seconds: 1 }),
      await placed({ points: 50, ttl_seconds: 3_600 }),
    ];
    await system().advance(2);
    const late = await caller.ask(`/holds/${forgotten.hold_id}/capture`, {});
    expectProblem(late, [409, 'hold_ended', 'en'], ['hold_state']);
    expect(late.json.hold_state).to.equal('expired');
    await system().sweep('release-expired-holds');
    expect(await caller.points()).to.equal(550);
    const told = expectAnswer(await caller.ask(`/holds/${forgotten.hold_id}/release`, {}), ReleaseAnswer);
    expect(told).to.include({ released_by: 'expiry', points: 100 });
    expectAnswer(await caller.ask(`/holds/${longer.hold_id}/capture`, {}), CaptureAnswer);
    await caller.balanced();
  });

  it('is for services that may hold', async () => {
    const strangers: readonly (readonly [string | undefined, 'service_token_missing' | 'service_token_unknown'])[] = [
      [undefined, 'service_token_missing'],
      [caller.person.token, 'service_token_unknown'],
    ];
    for (const path of ['/holds', `/holds/${NO_HOLD}/capture`, `/holds/${NO_HOLD}/release`]) {
      for (const [token, code] of strangers) {
        const answer = await system().call(`/internal/v1${path}`, { token, body: {}, headers: caller.once() });
        expectProblem(answer, [401, code, 'en']);
      }
      const token = await aServiceFor('usage');
      const answer = await system().call(`/internal/v1${path}`, { token, body: {}, headers: caller.once() });
      expectProblem(answer, [403, 'operation_not_granted', 'en']);
    }
  });

  async function aServiceFor(operation: 'usage'): Promise<string> {
    const created = await system().application.createService(`only-${operation}-${Date.now()}-${Math.random()}`, {
      operations: [operation],
    });
    return created.kind === 'created' ? created.token : expect.fail(created.kind);
  }
});
