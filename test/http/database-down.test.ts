import { expect } from 'chai';
import { pino } from 'pino';
import { Closers } from '../../src/cli/system/closers.ts';
import { readConfig } from '../../src/cli/system/config.ts';
import { openDatabase } from '../../src/cli/system/open-database.ts';
import type { Person } from '../support/http/actors.ts';
import type { Answer } from '../support/http/api-client.ts';
import { DatabaseProxy } from '../support/http/database-proxy.ts';
import { expectProblem } from '../support/http/expect-problem.ts';
import { useTestSystem } from '../support/http/test-system.ts';

/** As the program opens it, time limits included. */
async function openAsTheProgramDoes(url: string) {
  const outcome = readConfig({ DATABASE_URL: url });
  if (outcome.kind !== 'valid') throw new Error(outcome.errors.join());
  return (await openDatabase(outcome.config, pino({ level: 'silent' }), new Closers(() => {}))).knex;
}

describe('while PostgreSQL is down', () => {
  let proxy: DatabaseProxy;
  let mend: () => Promise<unknown>;
  const system = useTestSystem({
    connect: async (url) => {
      proxy = new DatabaseProxy(url);
      mend = () => proxy.mend(url);
      return openAsTheProgramDoes(await proxy.mend(url));
    },
  });
  let person: Person;
  let service: string;
  let apiKey: string;

  before(async () => {
    person = await system().actors.aPerson();
    service = await system().actors.aService();
    await system().actors.aPaidOrder(person);
    apiKey = (await system().actors.anApiKey(person)).token;
  });
  afterEach(() => proxy.cut().then(mend));
  after(() => proxy.cut());

  const use = (idempotencyKey: string) =>
    system().call('/internal/v1/usage', {
      token: service,
      headers: { 'Idempotency-Key': idempotencyKey },
      body: { api_key: apiKey, api: 'image.recognize' },
    });
  const expectUnavailable = async (ask: () => Promise<Answer>, language: 'en' | 'zh'): Promise<void> => {
    const startedAt = Date.now();
    const answer = await ask();
    expect(Date.now() - startedAt).to.be.lessThan(4_000);
    expectProblem(answer, [503, 'database_unavailable', language]);
    expect(Number(answer.headers.get('retry-after'))).to.be.greaterThan(0);
  };

  it('503 to every route within 4 s, and as before once it is back', async () => {
    await proxy.cut();
    const { token } = person;
    await Promise.all([
      expectUnavailable(() => system().call('/api/v1/packages'), 'zh'),
      expectUnavailable(() => system().call('/api/v1/balance', { token }), 'zh'),
      expectUnavailable(() => system().call('/api/v1/api-keys', { token, body: { name: 'k' } }), 'zh'),
      expectUnavailable(() => use('while-down'), 'en'),
      expectUnavailable(() => system().call('/readyz'), 'en'),
    ]);
    expect((await system().call('/livez')).json).to.deep.equal({ status: 'alive' });
    await mend();
    expect((await system().call('/readyz')).json).to.deep.equal({ status: 'ready' });
    expect((await system().call('/api/v1/packages')).status).to.equal(200);
    expect((await use('while-down')).json.allowed).to.equal(true);
  });

  it('503 to a notification, which WeChat delivers again; then it is credited', async () => {
    const buyer = await system().actors.aPerson();
    const order = await system().actors.anOrder(buyer);
    await system().phone.pay(order.out_trade_no, { notify: false });
    await proxy.cut();
    expect(await system().phone.deliver(order.out_trade_no)).to.deep.equal([503]);
    await mend();
    expect(await system().phone.deliver(order.out_trade_no)).to.deep.equal([204]);
    expect(await system().actors.balanceOf(buyer)).to.equal(600);
  });

  it('takes points at most once when the connections break under twenty calls', async () => {
    const before = await system().actors.balanceOf(person);
    const calls = Array.from({ length: 20 }, () => use('broken-off'));
    setTimeout(() => void proxy.cut().then(mend), 15);
    for (const { status } of await Promise.all(calls)) expect(status).to.be.oneOf([200, 503]);
    expect((await use('broken-off')).json.allowed).to.equal(true);
    expect(await system().actors.balanceOf(person)).to.equal(before - 5);
  });
});
