import { expect } from 'chai';
import { parseId } from '../../src/adapters/http/public-id.ts';
import type { UserId } from '../../src/domain/shared/ids.ts';
import { verifyBooks } from '../support/audit.ts';
import { OPERATOR } from '../support/closing.ts';
import { aCallerOf } from '../support/http/callers.ts';
import { useTestSystem } from '../support/http/test-system.ts';
import { runProgram } from '../support/run-program.ts';

const DAY = 86_400;

/** Every part is real but WeChat, which is simulated on the wire. */
describe('somebody who buys, spends, and wants to be forgotten', () => {
  const system = useTestSystem();
  const signIn = async (name: string) => {
    const { code } = await system().phone.login(name);
    return (await system().call('/api/v1/session', { body: { code } })).json;
  };
  const cli = (...args: string[]) =>
    runProgram(args, { DATABASE_URL: system().databaseUrl, SEAHORSE_OPERATOR: 'alice' });

  it('is, after seven days; the books say what became of every point', async () => {
    const { call, sweep, advance, knex } = system();
    const { person, charge, userId } = await aCallerOf(system());
    for (let calls = 0; calls < 3; calls++) expect((await charge()).json.allowed).to.equal(true);
    const closing = (body: object) => call('/api/v1/me/closing', { token: person.token, body });
    expect((await closing({ confirm: '注销' })).json.code).to.equal('closing_points_left');
    expect((await closing({ confirm: '注销', waive_points: true })).status).to.equal(200);
    expect((await charge()).json.code).to.equal('key_disabled');

    await advance(6 * DAY);
    await sweep('close-accounts');
    expect((await signIn(person.name)).user).to.include({ id: person.id, status: 'closing' });
    await advance(DAY + 60);
    await sweep('close-accounts');

    const again = await signIn(person.name);
    expect(again.user).to.include({ status: 'active' });
    expect(again.user.id).not.to.equal(person.id);
    expect((await call('/api/v1/balance', { token: again.token })).json.available).to.equal(0);
    expect((await call('/api/v1/api-keys', { token: again.token })).json.api_keys).to.deep.equal([]);
    expect((await charge()).json.code).to.equal('key_unknown');

    const verified = await verifyBooks(knex);
    expect(verified.findings).to.deep.equal([]);
    const shown = await cli('ledger', 'show', person.id, '--json');
    expect(shown.code, shown.stderr).to.equal(0);
    const { available, lines } = JSON.parse(shown.stdout);
    expect(available).to.equal('0');
    expect(lines.map(({ kind, points }: { kind: string; points: number }) => `${kind} ${points}`)).to.deep.equal([
      ...['debit -585', 'consume -5', 'consume -5', 'consume -5', 'grant 600'],
    ]);
    expect(shown.stdout).to.include('账户注销，用户放弃剩余积分');

    const told = await cli('audit', 'list', '--user', person.id, '--json');
    expect(told.code, told.stderr).to.equal(0);
    const actions = JSON.parse(told.stdout).map(({ action }: { action: string }) => action);
    expect(actions.slice(0, 2)).to.deep.equal(['user.closed', 'key.deleted']);
    expect(actions).to.include('user.closing');
    expect((await knex('identity.users').where({ id: userId }).first()).nickname).to.equal('已注销用户');
  });

  it('and pays meanwhile for an order of before keeps the account until somebody decides', async () => {
    const { actors, phone, call, sweep, advance, logLines } = system();
    const person = await actors.aPerson();
    const order = await actors.anOrder(person, 'points-10');
    const userId = parseId<UserId>('usr', person.id) as UserId;
    await system().application.closeUnpaid(order.out_trade_no as never, 'user', 'order');
    const body = { confirm: '注销', waive_points: true };
    expect((await call('/api/v1/me/closing', { token: person.token, body })).status).to.equal(200);
    await phone.pay(order.out_trade_no, { notify: false, despite_close: true });
    await phone.deliver(order.out_trade_no);
    await advance(7 * DAY + 60);
    await sweep('close-accounts');
    expect((await call('/api/v1/me', { token: person.token })).json.status).to.equal('closing');
    const alarm = logLines.map((line) => JSON.parse(line)).find((line) => line.alarm === 'closing_held_up');
    expect(alarm).to.include({ userId, reasons: 'points_left' });
    const decided = { userId, waivesPoints: true, keeps: null, by: OPERATOR, days: 0 };
    expect((await system().application.beginClosing(decided)).kind).to.equal('closing');
    expect(await system().application.finishClosing(userId, OPERATOR)).to.deep.equal({
      kind: 'closed',
      writtenOff: 100n,
    });
    expect((await call('/api/v1/me', { token: person.token })).status).to.equal(401);
  });
});
