import { expect } from 'chai';
import type { Platform } from '../../src/domain/ordering/payment-channel.ts';
import { fen } from '../../src/domain/shared/fen.ts';
import { FakeGateway } from '../support/fake-gateway.ts';
import type { Person } from '../support/http/actors.ts';
import type { Answer } from '../support/http/api-client.ts';
import { INSTANT } from '../support/http/dates.ts';
import { expectProblem } from '../support/http/expect-problem.ts';
import { useTestSystem } from '../support/http/test-system.ts';

const OPEN = { android: 'jsapi', ios: 'jsapi', other: 'jsapi', web: 'native' } as const;

describe('POST /api/v1/orders, where nothing is sold', () => {
  const closed: readonly (readonly [
    header: string | undefined,
    Platform,
    'purchase_unavailable' | 'purchase_unavailable_ios',
  ])[] = [
    ['ios', 'ios', 'purchase_unavailable_ios'],
    ['iOS', 'ios', 'purchase_unavailable_ios'],
    ['android', 'android', 'purchase_unavailable'],
    ['windows', 'other', 'purchase_unavailable'],
    ['__proto__', 'other', 'purchase_unavailable'],
    [undefined, 'other', 'purchase_unavailable'],
  ];
  const channels: Record<Platform, 'jsapi' | 'native' | 'off'> = { ...OPEN };
  const system = useTestSystem({ parts: { channels } });
  let packageId: string;
  beforeEach(async () => {
    Object.assign(channels, OPEN);
    packageId = await system().actors.packageId();
  });
  const place = async (person: Person, platform: string | undefined): Promise<Answer> =>
    system().call('/api/v1/orders', {
      token: person.token,
      body: { package_id: packageId },
      headers: platform === undefined ? {} : { 'X-Client-Platform': platform },
    });

  for (const [header, platform, code] of closed) {
    it(`403 to a client that calls itself ${header}, and nothing is written`, async () => {
      const person = await system().actors.aPerson();
      channels[platform] = 'off';
      const before = await system().rowCounts();
      expectProblem(await place(person, header), [403, code, 'zh']);
      expect(await system().rowCounts()).to.deep.equal(before);
    });
  }

  it('403 also to a buyer who has an order open from before; what he has stays his', async () => {
    const person = await system().actors.aPerson();
    await system().actors.aPaidOrder(person);
    const open = await system().actors.anOrder(person, 'points-10');
    channels.ios = 'off';
    expectProblem(await place(person, 'ios'), [403, 'purchase_unavailable_ios', 'zh']);
    expect(await system().actors.balanceOf(person)).to.equal(600);
    const headers = { 'X-Client-Platform': 'ios' };
    const read = await system().call(`/api/v1/orders/${open.id}`, { token: person.token, headers });
    expect(read.json).to.include({ id: open.id, status: 'pending' });
    expect((await system().call('/api/v1/api-keys', { token: person.token, headers })).status).to.equal(200);
  });

  it('201 on the platforms beside it', async () => {
    const person = await system().actors.aPerson();
    channels.ios = 'off';
    for (const platform of ['android', 'mac', undefined]) expect((await place(person, platform)).status).to.equal(201);
  });
});

describe('POST /api/v1/orders, for a buyer at a limit', () => {
  const limits = { openOrders: 2, dailyFen: fen(100_000_000) };
  const system = useTestSystem({ parts: { spendingLimits: limits } });
  beforeEach(() => void Object.assign(limits, { openOrders: 2, dailyFen: fen(100_000_000) }));
  const place = async ({ token }: Person, code: string): Promise<Answer> =>
    system().call('/api/v1/orders', { token, body: { package_id: await system().actors.packageId(code) } });

  it('409 names how many orders may be open, and writes nothing; one that is open is given again', async () => {
    const person = await system().actors.aPerson();
    const [first] = [await system().actors.anOrder(person, 'points-10'), await system().actors.anOrder(person)];
    const before = await system().rowCounts();
    const answer = await place(person, 'points-300');
    expectProblem(answer, [409, 'too_many_open_orders', 'zh'], ['limit']);
    expect(answer.json.limit).to.equal(2);
    const again = await place(person, 'points-10');
    expect([again.status, again.json.order.id]).to.deep.equal([201, first?.id]);
    expect(await system().rowCounts()).to.deep.equal(before);
  });

  it('409 names what may still be spent today, and until when', async () => {
    const person = await system().actors.aPerson();
    limits.dailyFen = fen(6_000);
    await system().actors.aPaidOrder(person);
    const before = await system().rowCounts();
    const answer = await place(person, 'points-300');
    expectProblem(answer, [409, 'daily_limit_reached', 'zh'], ['limit_fen', 'left_fen', 'resets_at']);
    expect(answer.json).to.include({ limit_fen: 6_000, left_fen: 1_000 });
    expect(answer.json.resets_at)
      .to.match(INSTANT)
      .and.match(/T16:00:00\.000Z$/);
    expect(await system().rowCounts()).to.deep.equal(before);
    expect((await place(person, 'points-10')).status).to.equal(201);
  });
});

describe('POST /api/v1/orders, where the gateway signs with a WeChat session that it does not know', () => {
  const gateway = new FakeGateway();
  const system = useTestSystem({ parts: { gateways: new Map([['jsapi', gateway] as const]) } });
  before(() => {
    gateway.payerAppid = system().credentials.appid;
  });

  it('409 asks the buyer to sign in again; then the same order goes on', async () => {
    const { token } = await system().actors.aPerson();
    const body = { package_id: await system().actors.packageId() };
    const place = () => system().call('/api/v1/orders', { token, body });
    gateway.checkouts.gives({ kind: 'payer_session_missing' });
    expectProblem(await place(), [409, 'payer_session_missing', 'zh']);
    const { status, json } = await place();
    expect(status).to.equal(201);
    expect(json.order.out_trade_no).to.equal(JSON.parse(gateway.sent[0]?.body ?? '{}').out_trade_no);
  });
});

describe('GET /api/v1/orders/:id of an order that was paid under an earlier number', () => {
  const system = useTestSystem();

  it('200 shows the number that the buyer finds on the receipt', async () => {
    const person = await system().actors.aPerson();
    const order = await system().actors.anOrder(person);
    const [attempt] = await system().knex('ordering.payment_attempts').where({ out_trade_no: order.out_trade_no });
    await system().phone.pay(order.out_trade_no, { notify: false });
    const later = { ...attempt, seq: 2, out_trade_no: 'f'.repeat(32), next_poll_at: null, next_close_at: null };
    await system().knex('ordering.payment_attempts').insert(later);
    expect(await system().phone.deliver(order.out_trade_no)).to.deep.equal([204]);
    const { json } = await system().call(`/api/v1/orders/${order.id}`, { token: person.token });
    expect(json).to.include({ status: 'paid', out_trade_no: order.out_trade_no });
  });
});
