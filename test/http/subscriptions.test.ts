import { expect } from 'chai';
import { SIMULATED_TEMPLATES } from '../../src/cli/system/subscribe-messages-config.ts';
import type { Person } from '../support/http/actors.ts';
import { expectProblem } from '../support/http/expect-problem.ts';
import { useTestSystem } from '../support/http/test-system.ts';

const PATH = '/api/v1/subscriptions';
const { payment_success: PAID, points_low: LOW, points_expiring: EXPIRING } = SIMULATED_TEMPLATES;

describe('Subscriptions', () => {
  const system = useTestSystem();
  let person: Person;
  beforeEach(async () => {
    person = await system().actors.aPerson();
  });
  const read = () => system().call(PATH, { token: person.token });
  const accept = (accepted: unknown, more: object = {}) =>
    system().call(PATH, { token: person.token, body: { accepted, ...more } });
  const counts = async () => (await read()).json.templates.map(({ available }: { available: number }) => available);

  describe('GET /api/v1/subscriptions', () => {
    it('200 says whether messages are on, and which template each kind has', async () => {
      expect((await read()).json).to.deep.equal({
        notifications: true,
        templates: [
          { kind: 'payment_success', template_id: PAID.id, available: 0 },
          { kind: 'points_low', template_id: LOW.id, available: 0 },
          { kind: 'points_expiring', template_id: EXPIRING.id, available: 0 },
        ],
      });
      await system().call('/api/v1/me', { method: 'PUT', body: { notifications: false }, token: person.token });
      expect((await read()).json.notifications).to.equal(false);
    });

    it('401 without a session', async () => {
      expectProblem(await system().call(PATH), [401, 'session_missing', 'zh']);
    });
  });

  describe('POST /api/v1/subscriptions', () => {
    it('200 counts one message for each acceptance, for this user alone', async () => {
      const { status, json } = await accept([PAID.id, LOW.id]);
      expect([status, json]).to.deep.equal([200, (await read()).json]);
      await accept([PAID.id]);
      expect(await counts()).to.deep.equal([2, 1, 0]);
      person = await system().actors.aPerson();
      expect(await counts()).to.deep.equal([0, 0, 0]);
    });

    it('200 counts at most twenty of a kind, also at once', async () => {
      const answers = await Promise.all(Array.from({ length: 24 }, () => accept([EXPIRING.id])));
      expect(answers.map(({ status }) => status)).to.deep.equal(Array(24).fill(200));
      expect(await counts()).to.deep.equal([0, 0, 20]);
    });

    it('422 for a template that is not ours, and nothing is counted', async () => {
      expectProblem(await accept([PAID.id, 'another']), [422, 'unknown_template', 'zh']);
      expect(await counts()).to.deep.equal([0, 0, 0]);
    });

    const hostile: readonly (readonly [string, unknown, object?])[] = [
      ['no template', []],
      ['no list', PAID.id],
      ['numbers', [1]],
      ['more templates than WeChat asks for at once', Array(6).fill(PAID.id)],
      ['a field that nobody knows', [PAID.id], { times: 20 }],
    ];
    for (const [what, accepted, more] of hostile) {
      it(`400 for ${what}`, async () => {
        expectProblem(await accept(accepted, more), [400, 'invalid_request', 'zh'], ['errors']);
        expect(await counts()).to.deep.equal([0, 0, 0]);
      });
    }

    it('401 without a session', async () => {
      expectProblem(await system().call(PATH, { body: { accepted: [PAID.id] } }), [401, 'session_missing', 'zh']);
    });
  });
});
