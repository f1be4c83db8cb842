import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import type { PlacedOrder } from '../support/http/actors.ts';
import { eventually } from '../support/http/eventually.ts';
import { expectProblem } from '../support/http/expect-problem.ts';
import { holdRow } from '../support/http/hold-row.ts';
import { useTestSystem } from '../support/http/test-system.ts';

const PATH = '/api/webhook/wechat';

describe('POST /api/webhook/wechat', () => {
  const system = useTestSystem();

  const aBuyer = async () => {
    const person = await system().actors.aPerson();
    return { person, order: await system().actors.anOrder(person) };
  };
  /** Paid at WeChat, and nobody has told us. */
  const aSilentPayment = async () => {
    const buyer = await aBuyer();
    await system().phone.pay(buyer.order.out_trade_no, { notify: false });
    return buyer;
  };
  const attempts = ({ out_trade_no }: PlacedOrder) =>
    system().knex('ordering.payment_attempts').where({ out_trade_no });
  const inbox = () => system().knex('ordering.payment_inbox');
  const sweepInbox = async () => {
    const sweep = system().application.sweeps.find(({ name }) => name === 'handle-notifications');
    await sweep?.run(new AbortController().signal);
  };

  it('credits the points of a payment that WeChat announces by itself', async () => {
    const { person, order } = await aBuyer();
    await system().phone.pay(order.out_trade_no);
    await eventually(async () => expect(await system().actors.balanceOf(person)).to.equal(600));
    const { json } = await system().call(`/api/v1/orders/${order.id}`, { token: person.token });
    expect(json.status).to.equal('paid');
  });

  it('204 without a body', async () => {
    const { order } = await aSilentPayment();
    expect(await system().phone.deliver(order.out_trade_no)).to.deep.equal([204]);
  });

  it('204 to ten copies at once, and credits once', async () => {
    const { person, order } = await aSilentPayment();
    const inboxBefore = await inbox().count();
    const statuses = await system().phone.deliver(order.out_trade_no, { times: 10 });
    expect(statuses).to.deep.equal(Array(10).fill(204));
    expect(await system().actors.balanceOf(person)).to.equal(600);
    const lots = await system()
      .knex('ledger.lots')
      .join('ordering.orders as o', 'o.id', 'order_id')
      .where({ user_id: uuid(person.id) });
    expect(lots).to.have.length(1);
    expect(Number((await inbox().count())[0]?.['count']) - Number(inboxBefore[0]?.['count'])).to.equal(1);
  });

  const faults = {
    tampered: 'undecryptable',
    stale: 'stale_timestamp',
    unknown_key: 'unknown_key',
    probe: 'signature_probe',
    bad_signature: 'bad_signature',
  };
  for (const [fault, reason] of Object.entries(faults)) {
    it(`401 to one that is ${fault}, and keeps nothing of it`, async () => {
      const { person, order } = await aSilentPayment();
      const before = await system().rowCounts();
      const seen = system().logLines.length;
      expect(await system().phone.deliver(order.out_trade_no, { fault })).to.deep.equal([401]);
      expect(await system().rowCounts()).to.deep.equal(before);
      expect(await system().actors.balanceOf(person)).to.equal(0);
      const line =
        system()
          .logLines.slice(seen)
          .find((each) => each.includes('notification refused')) ?? '{}';
      // A probe is WeChat's routine: info; the others are worth a warning.
      expect(JSON.parse(line)).to.include({ reason, level: fault === 'probe' ? 30 : 40 });
    });
  }

  it('401 to what carries no signature', async () => {
    const answer = await system().call(PATH, { body: { id: '1', event_type: 'TRANSACTION.SUCCESS' } });
    expectProblem(answer, [401, 'notification_refused', 'en'], ['reason']);
    expect(answer.json.reason).to.equal('missing_headers');
  });

  it('401 to nothing at all', async () => {
    expectProblem(await system().call(PATH, { method: 'POST' }), [401, 'notification_refused', 'en'], ['reason']);
  });

  it('415 to a gzip bomb, which is not even opened', async () => {
    const raw = gzipSync(Buffer.alloc(50 * 1_048_576));
    const answer = await system().call(PATH, { raw, headers: { 'Content-Encoding': 'gzip' } });
    expectProblem(answer, [415, 'unsupported_encoding', 'en']);
  });

  it('413 to more than 64 KiB', async () => {
    expectProblem(await system().call(PATH, { raw: Buffer.alloc(65_537) }), [413, 'body_too_large', 'en']);
  });

  it('422 where the amount is not that of the order; keeps it for a person and credits nothing, however often it comes', async () => {
    const { person, order } = await aBuyer();
    await attempts(order).update({ amount_fen: 5_001 });
    await system().phone.pay(order.out_trade_no, { notify: false });
    for (let times = 0; times < 3; times++) {
      expect(await system().phone.deliver(order.out_trade_no)).to.deep.equal([422]);
    }
    expect(await system().actors.balanceOf(person)).to.equal(0);
    const [attempt] = await attempts(order);
    expect(attempt.quarantined_at).to.be.a('date');
    const { json } = await system().call(`/api/v1/orders/${order.id}`, { token: person.token });
    expect(json.status).to.equal('pending');
    const [entry] = await inbox().where({ outcome: 'mismatch' });
    expect(entry.handled_at).to.be.a('date');
    const events = await system().knex('ordering.order_events').where({ kind: 'mismatch' });
    expect(events.map(({ detail }) => detail)).to.deep.include.members([
      { ...events[0].detail, field: 'amount', expected: '5001', actual: '5000' },
    ]);
  });

  it('404 where the order is not ours; keeps it and credits nothing', async () => {
    const { person, order } = await aBuyer();
    await attempts(order).update({ out_trade_no: `${order.out_trade_no.slice(0, 31)}x` });
    await system().phone.pay(order.out_trade_no, { notify: false });
    for (let times = 0; times < 2; times++) {
      expect(await system().phone.deliver(order.out_trade_no)).to.deep.equal([404]);
    }
    expect(await system().actors.balanceOf(person)).to.equal(0);
    expect(await inbox().where({ outcome: 'unknown_order' })).to.have.length(1);
  });

  it('204 to a second payment of a paid order, which goes back by itself', async () => {
    const person = await system().actors.aPerson();
    const order = await system().actors.aPaidOrder(person);
    await system()
      .knex('ordering.orders')
      .where({ id: uuid(order.id) })
      .update({ transaction_id: `another-${order.id}` });
    await inbox().whereRaw(`subject->'payment'->>'outTradeNo' = ?`, [order.out_trade_no]).delete();
    const seen = system().logLines.length;
    expect(await system().phone.deliver(order.out_trade_no)).to.deep.equal([204]);
    expect(await system().actors.balanceOf(person)).to.equal(600);
    const refunds = await system().knex('ordering.refunds').where({ out_trade_no: order.out_trade_no });
    expect(refunds.map(({ origin, status, refund_fen }) => [origin, status, refund_fen])).to.deep.equal([
      ['duplicate_payment', 'approved', 5_000],
    ]);
    const line =
      system()
        .logLines.slice(seen)
        .find((each) => each.includes('needs a person')) ?? '{}';
    expect(JSON.parse(line)).to.include({ alarm: 'duplicate_payment', outTradeNo: order.out_trade_no, level: 50 });
  });

  it('204 within a second while somebody holds the order, and credits once it is let go', async () => {
    const { person, order } = await aSilentPayment();
    const release = await holdRow(system().knex, 'ordering.orders', { id: uuid(order.id) });
    const startedAt = Date.now();
    expect(await system().phone.deliver(order.out_trade_no)).to.deep.equal([204]);
    expect(Date.now() - startedAt).to.be.lessThan(1_000);
    expect(await system().actors.balanceOf(person)).to.equal(0);
    await release();
    await eventually(async () => expect(await system().actors.balanceOf(person)).to.equal(600));
  });

  it('leaves to the sweep what was stored and could not be handled', async () => {
    const { person, order } = await aSilentPayment();
    const release = await holdRow(system().knex, 'ordering.orders', { id: uuid(order.id) });
    expect(await system().phone.deliver(order.out_trade_no)).to.deep.equal([204]);
    await system().knex.raw(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    await release();
    await eventually(async () => expect(system().logLines.join('')).to.include('stored, but not handled yet'));
    expect(await system().actors.balanceOf(person)).to.equal(0);
    // The first try of the sweep leaves the entry to the request that brought it for a while.
    await eventually(async () => {
      await sweepInbox();
      expect(await system().actors.balanceOf(person)).to.equal(600);
    });
  });
});

const uuid = (publicId: string): string =>
  publicId.slice(4).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
