import { expect } from 'chai';
import type { Person } from '../support/http/actors.ts';
import type { Answer, Call } from '../support/http/api-client.ts';
import { aCallerOf } from '../support/http/callers.ts';
import { INSTANT } from '../support/http/dates.ts';
import { expectProblem } from '../support/http/expect-problem.ts';
import { useTestSystem } from '../support/http/test-system.ts';

const TITLE = { kind: 'personal', name: '王小明', email: 'wang@example.com' };
const YES = { confirm: '注销', waive_points: true };
const UNKNOWN = '0'.repeat(32);

describe('the closing of an account', () => {
  const system = useTestSystem();
  const as = (person: Pick<Person, 'token'>, path: string, call: Call = {}): Promise<Answer> =>
    system().call(`/api/v1${path}`, { token: person.token, ...call });
  const look = (person: Person) => as(person, '/me/closing');
  const begin = (person: Person, body: object = YES) => as(person, '/me/closing', { body });
  const cancel = (person: Person) => as(person, '/me/closing/cancel', { method: 'POST' });
  const signIn = async (person: Person) => {
    const { code } = await system().phone.login(person.name);
    return (await system().call('/api/v1/session', { body: { code } })).json;
  };

  describe('GET /api/v1/me/closing', () => {
    it('200 tells that nothing is in the way of somebody new, and that nothing is lost', async () => {
      const { status, json } = await look(await system().actors.aPerson());
      expect(status).to.equal(200);
      expect(json).to.deep.equal({
        ...{ status: 'active', obstacles: [], keys: 0, closes_after_days: 7, deletes_at: null },
        points: { paid: 0, bonus: 0, held: 0, frozen: 0 },
      });
    });

    it('200 tells what would be lost, and what is in the way', async () => {
      const caller = await aCallerOf(system());
      const { person } = caller;
      await caller.hold({ points: 7 });
      await system().actors.anOrder(person, 'points-10');
      const { json } = await look(person);
      expect(json.points).to.deep.equal({ paid: 593, bonus: 0, held: 7, frozen: 0 });
      expect(json.keys).to.equal(1);
      expect(json.obstacles).to.deep.equal([
        { code: 'open_orders', detail: '有 1 个订单等待支付，请先支付，或等待其自动关闭' },
        { code: 'calls_under_way', detail: '有 1 次接口调用尚未结束，请稍后再试' },
      ]);
    });

    it('401 without a session', async () => {
      expectProblem(await system().call('/api/v1/me/closing'), [401, 'session_missing', 'zh']);
    });
  });

  describe('POST /api/v1/me/closing', () => {
    it('200 closes the account in seven days, and says the same when it is asked again', async () => {
      const caller = await aCallerOf(system());
      const { person } = caller;
      const { status, json } = await begin(person);
      expect(status).to.equal(200);
      expect(json).to.have.all.keys('status', 'deletes_at');
      expect(json.deletes_at).to.match(INSTANT);
      expect(new Date(json.deletes_at).getTime() - Date.now()).to.be.closeTo(7 * 86_400_000, 60_000);
      expect((await begin(person)).json).to.deep.equal(json);
      expect((await look(person)).json).to.deep.include({ status: 'closing', keys: 0, deletes_at: json.deletes_at });
      expect((await caller.charge()).json).to.include({ allowed: false, code: 'key_disabled' });
    });

    it('200 ends every other session', async () => {
      const person = await system().actors.aPerson();
      const other = await signIn(person);
      await begin(person);
      expectProblem(await as(other, '/me'), [401, 'session_unknown', 'zh']);
      expect((await as(person, '/me')).json.status).to.equal('closing');
    });

    it('409 while something is in the way, and changes nothing', async () => {
      const person = await system().actors.aPerson();
      await system().actors.aPaidOrder(person);
      await system().actors.anOrder(person);
      const before = await system().rowCounts();
      const answer = await begin(person);
      expectProblem(answer, [409, 'closing_has_obstacles', 'zh'], ['obstacles']);
      expect(answer.json.obstacles.map(({ code }: { code: string }) => code)).to.deep.equal(['open_orders']);
      expect(await system().rowCounts()).to.deep.equal(before);
    });

    it('409 while paid points are left that nobody has given up', async () => {
      const { person } = await aCallerOf(system());
      const before = await system().rowCounts();
      const answer = await begin(person, { confirm: '注销' });
      expectProblem(answer, [409, 'closing_points_left', 'zh'], ['points']);
      expect(answer.json.points).to.deep.equal({ paid: 600, bonus: 0, held: 0, frozen: 0 });
      expect(await system().rowCounts()).to.deep.equal(before);
    });

    for (const [what, body] of Object.entries({
      'no word': { waive_points: true },
      'another word': { confirm: '好' },
      'something else than yes or no': { confirm: '注销', waive_points: 'yes' },
      'a field that nobody knows': { ...YES, now: true },
    })) {
      it(`400 for ${what}`, async () => {
        const person = await system().actors.aPerson();
        expectProblem(await begin(person, body), [400, 'invalid_request', 'zh'], ['errors']);
        expect((await as(person, '/me')).json.status).to.equal('active');
      });
    }
  });

  describe('POST /api/v1/me/closing/cancel', () => {
    it('200 takes it back; keys stay off, as it says', async () => {
      const caller = await aCallerOf(system());
      const { person } = caller;
      await begin(person);
      const { status, json } = await cancel(person);
      expect(status).to.equal(200);
      expect(json).to.deep.equal({
        ...{ status: 'active', disabled_keys: 1 },
        notice: '已停用的 API Key 不会自动恢复，请在 API Key 页面重新启用',
      });
      expect((await cancel(person)).json).to.deep.equal(json);
      expect((await caller.charge()).json.code).to.equal('key_disabled');
      await as(person, `/api-keys/${caller.key.id}/status`, { body: { enabled: true } });
      expect((await caller.charge()).json.allowed).to.equal(true);
    });

    it('200 for somebody who never asked for it', async () => {
      const { json } = await cancel(await system().actors.aPerson());
      expect(json).to.deep.equal({ status: 'active', disabled_keys: 0, notice: null });
    });
  });

  describe('while it is under way', () => {
    let person: Person;
    before(async () => {
      person = await system().actors.aPerson();
      await begin(person);
    });

    const reading = [
      ...['/me', '/me/closing', '/sessions', '/balance', '/points/expiring', '/points/statement'],
      ...['/points/statement.csv?month=2026-01', '/api-keys', '/packages', '/invoice-titles'],
      ...['/invoices', '/invoices/summary', '/invoices/requestable'],
    ];
    for (const path of reading) {
      it(`200 to read ${path}`, async () => expect((await as(person, path)).status).to.equal(200));
    }

    it('200 for what only asks: a quote', async () => {
      const body = { package_id: await system().actors.packageId() };
      expect((await as(person, '/quotes', { body })).status).to.equal(200);
    });

    const changing: readonly (readonly [method: string, path: string, body?: object])[] = [
      ['POST', '/api/v1/orders', { package_id: `pkg_${UNKNOWN}` }],
      ['POST', '/api/payment/create', { package_id: 'small' }],
      ['POST', '/api/v1/api-keys', { name: 'x' }],
      ['POST', `/api/v1/api-keys/key_${UNKNOWN}/status`, { enabled: false }],
      ['POST', '/api/v1/invoice-titles', TITLE],
      ['PUT', `/api/v1/invoice-titles/ttl_${UNKNOWN}`, TITLE],
      ['POST', '/api/v1/invoice-titles/delete', { ids: [] }],
      ['POST', '/api/v1/invoices', { order_id: 'x', title_id: 'y' }],
      ['POST', `/api/v1/invoices/inv_${UNKNOWN}/cancel`],
    ];
    for (const [method, path, body] of changing) {
      it(`409 for ${method} ${path}`, async () => {
        const before = await system().rowCounts();
        const answer = await system().call(path, { method, body, token: person.token });
        expectProblem(answer, [409, 'account_closing', 'zh']);
        expect(await system().rowCounts()).to.deep.equal(before);
      });
    }

    it('201 signs in again, and tells what is going on', async () => {
      const { user, token } = await signIn(person);
      expect(user).to.include({ id: person.id, status: 'closing' });
      expect((await as({ token }, '/me')).json.status).to.equal('closing');
    });

    it('204 signs out, and ends sessions elsewhere', async () => {
      const [other, third] = [await signIn(person), await signIn(person)];
      const { sessions } = (await as(other, '/sessions')).json;
      const id = sessions.find(({ current }: { current: boolean }) => current).id;
      expect((await as(third, `/sessions/${id}/revoke`, { method: 'POST' })).status).to.equal(204);
      expect((await as(third, '/sessions/revoke-others', { method: 'POST' })).status).to.equal(200);
      expect((await as(third, '/session', { method: 'DELETE' })).status).to.equal(204);
      expectProblem(await as(third, '/me'), [401, 'session_unknown', 'zh']);
    });
  });

  it('200 asks WeChat about an order that was placed before', async () => {
    const person = await system().actors.aPerson();
    const order = await system().actors.aPaidOrder(person);
    await begin(person);
    expect((await as(person, `/orders/${order.id}/check`, { method: 'POST' })).status).to.equal(200);
  });

  it('401 once it is over, for every session of the user’s', async () => {
    const person = await system().actors.aPerson();
    await begin(person);
    const other = await signIn(person);
    await system().knex('identity.closings').update({ deletes_at: new Date(), next_look_at: new Date() });
    await system().sweep('close-accounts');
    for (const session of [person, other]) expectProblem(await as(session, '/me'), [401, 'session_unknown', 'zh']);
    expect((await signIn(person)).user.id).not.to.equal(person.id);
  });
});
