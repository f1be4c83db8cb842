import { expect } from 'chai';
import {
  DryRunAllowed,
  DryRunRefused,
  UsageRefused,
  UsageRequest,
} from '../../src/adapters/http/internal/usage-schema.ts';
import { VerifyAnswer } from '../../src/adapters/http/internal/verify-schema.ts';
import { aCallerOf, type CallerOf, expectAnswer } from '../support/http/callers.ts';
import { expectProblem } from '../support/http/expect-problem.ts';
import { useTestSystem } from '../support/http/test-system.ts';
import { newId } from '../support/ids.ts';

describe('asking without taking anything', () => {
  const system = useTestSystem();
  let caller: CallerOf;
  beforeEach(async () => {
    caller = await aCallerOf(system(), { total_budget: 50, rate_calls: 3, rate_seconds: 3_600 });
  });
  afterEach(async () => {
    expect(await caller.lines()).to.deep.equal(['grant 600']);
    const [meter] = await system().knex('keyvault.key_meters').where({ user_id: caller.userId });
    expect(meter).to.include({ points_total: 0n, calls_today: 0, last_used_at: null });
  });

  describe('POST /internal/v1/keys/verify', () => {
    const verify = (body: object = {}) => caller.ask('/keys/verify', { api_key: caller.key.token, ...body });

    it('200 says whose key it is, how long it lives and what is left', async () => {
      const answer = expectAnswer(await verify(), VerifyAnswer);
      expect(answer).to.include({ allowed: true, user_id: caller.person.id, points_left: 600 });
      expect('key' in answer && answer.key).to.include({ id: caller.key.id, name: 'test' });
    });

    it('200 judges a call of an API', async () => {
      expect(expectAnswer(await verify({ api: 'text.moderate', quantity: 3 }), VerifyAnswer)).to.include({
        allowed: true,
      });
      const refused = expectAnswer(await verify({ api: 'image.recognize', quantity: 4 }), VerifyAnswer);
      expect(refused).to.include({ allowed: false, code: 'rate_limited', limit: 3, limit_seconds: 3_600 });
      expect(refused).to.include({ user_id: caller.person.id, points_left: 600 });
      const many = expectAnswer(await verify({ api: 'speech.transcribe', quantity: 3 }), VerifyAnswer);
      expect(many).to.include({ allowed: true });
    });

    it('200 with allowed: false, and nothing about anybody, for what is no key', async () => {
      const answer = expectAnswer(await verify({ api_key: 'sk_live_x' }), UsageRefused);
      expect(answer).to.include({ allowed: false, code: 'key_malformed' });
      expect(answer).not.to.have.any.keys('key', 'user_id', 'points_left');
    });

    it('200 with allowed: false for a key that was disabled', async () => {
      await system().knex('keyvault.api_keys').where({ user_id: caller.userId }).update({ enabled: false });
      const answer = expectAnswer(await verify(), VerifyAnswer);
      expect(answer).to.include({ allowed: false, code: 'key_disabled', user_id: caller.person.id });
    });

    it('422 for an API that is not sold, 400 for what is no request', async () => {
      expectProblem(await verify({ api: 'no.such.api' }), [422, 'unknown_api', 'en']);
      expectProblem(await verify({ client_ip: 'here' }), [400, 'invalid_request', 'en'], ['errors']);
    });

    it('is for services that may verify', async () => {
      const created = await system().application.createService(`only-usage-${newId()}`, { operations: ['usage'] });
      if (created.kind !== 'created') expect.fail(created.kind);
      const answer = await caller.ask('/keys/verify', { api_key: caller.key.token }, { token: created.token });
      expectProblem(answer, [403, 'operation_not_granted', 'en']);
    });
  });

  describe('POST /internal/v1/usage with dry_run', () => {
    const dryRun = (body: object = {}, token = caller.service) => {
      const asked = { ...caller.asked, dry_run: true, ...body };
      return caller.ask('/usage', asked, { token });
    };

    it('200 says what the call would take, and needs no idempotency key', async () => {
      const answer = expectAnswer(await dryRun({ quantity: 2 }), DryRunAllowed);
      expect(answer).to.include({ allowed: true, dry_run: true, points: 10, points_left: 590 });
      expect(answer).not.to.have.any.keys('gates', 'usage_id');
    });

    it('200 says why it would be refused', async () => {
      const answer = expectAnswer(await dryRun({ api: 'speech.transcribe', quantity: 4 }), DryRunRefused);
      expect(answer).to.include({ allowed: false, dry_run: true, code: 'rate_limited' });
    });

    it('200 explains every gate, in order, with its figures', async () => {
      const explained = await dryRun({ api: 'speech.transcribe', quantity: 6, explain: true });
      const { gates } = expectAnswer(explained, DryRunRefused);
      expect(gates?.map(({ gate, verdict }) => `${gate} ${verdict}`)).to.deep.equal([
        ...['service_token passed', 'service_operation passed', 'service_network passed', 'service_signature passed'],
        ...['key_well_formed passed', 'key_known passed', 'not_expired passed', 'enabled passed', 'scope passed'],
        ...['network passed', 'rate_limit refused', 'daily_budget passed', 'total_budget refused', 'points passed'],
      ]);
      const of = (name: string) => gates?.find(({ gate }) => gate === name);
      expect(of('rate_limit')).to.include({ code: 'rate_limited', limit: 3, limit_seconds: 3_600, used: 0 });
      expect(of('total_budget')).to.include({ code: 'total_budget_exhausted', budget: 50, spent: 0 });
      expect(of('points')).to.include({ points_needed: 60, points_left: 600 });
      expect(of('not_expired')).to.have.property('expires_at');
    });

    it('200 explains what it can of a key that nobody has', async () => {
      const answer = expectAnswer(await dryRun({ api_key: 'sk_live_x', explain: true }), DryRunRefused);
      expect(answer.code).to.equal('key_malformed');
      expect(answer.gates?.map(({ verdict }) => verdict)).to.deep.equal([
        ...Array(4).fill('passed'),
        'refused',
        ...Array(9).fill('not_asked'),
      ]);
    });

    it('reads both forms as its schema says, and nothing in between', async () => {
      const forms = [{}, { dry_run: false }, { dry_run: true }, { dry_run: true, explain: true }];
      for (const form of forms) expect(UsageRequest.safeParse({ ...caller.asked, ...form }).success).to.equal(true);
      for (const form of [{ explain: true }, { dry_run: false, explain: true }, { dry_run: 'yes' }]) {
        expect(UsageRequest.safeParse({ ...caller.asked, ...form }).success).to.equal(false);
        const answer = await caller.charge(form);
        expectProblem(answer, [400, 'invalid_request', 'en'], ['errors']);
      }
      expectProblem(await dryRun({ quantity: 0 }), [400, 'invalid_request', 'en'], ['errors']);
      expectProblem(await dryRun({ api: 'no.such.api' }), [422, 'unknown_api', 'en']);
      expectProblem(await dryRun({}, caller.person.token), [401, 'service_token_unknown', 'en']);
    });
  });
});
