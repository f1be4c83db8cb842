import { expect } from 'chai';
import type { Knex } from 'knex';
import { migrationSource } from '../../migrations/migration-source.ts';
import { connectPostgres } from '../../src/adapters/postgres/connect.ts';
import { PostgresUnitOfWork } from '../../src/adapters/postgres/postgres-unit-of-work.ts';
import type { OrderId, OutTradeNo } from '../../src/domain/shared/ids.ts';
import { anAttempt, aPaymentFor } from '../support/builders.ts';
import { newId } from '../support/ids.ts';
import { MINUTE, msAfter, NOON } from '../support/instants.ts';
import { freshDatabase, type TestDatabase } from '../support/postgres.ts';

const BEFORE = ['0001_identity', '0002_catalog', '0003_ordering', '0004_ledger', '0005_keyvault'];
const GATEWAYS = '0008_gateways';
/** As if the list of migrations ended there. */
const sourceOf = (names: readonly string[]): Knex.MigrationSource<unknown> => ({
  ...migrationSource,
  getMigrations: async () => (await migrationSource.getMigrations([])).filter(({ name }) => names.includes(name)),
});
const before = { migrationSource: sourceOf(BEFORE) };
const after = { migrationSource: sourceOf([...BEFORE, GATEWAYS]) };

/** Rows as the code before the migration wrote them. */
const anOldOrder = (change: object = {}) => ({
  ...{ id: newId<OrderId>(), user_id: newId(), status: 'pending', package_id: newId(), package_name: '入门包' },
  ...{ amount_fen: 990, points: 100, bonus_points: 20, validity: { kind: 'days', days: 365 } },
  ...{ placed_at: NOON, expires_at: msAfter(NOON, 30 * MINUTE) },
  ...change,
});
const anOldAttempt = (order: { id: OrderId }, change: object = {}) => ({
  ...{ out_trade_no: newId().replaceAll('-', '') as OutTradeNo, order_id: order.id, amount_fen: 990 },
  ...{ description: 'API积分充值', payer_openid: 'o-1', appid: 'wx1', mchid: '1900000001' },
  ...{ expires_at: msAfter(NOON, 30 * MINUTE), request_body: '{ "as":"it was"}', poll_count: 2 },
  ...{ next_poll_at: msAfter(NOON, 60_000), next_close_at: msAfter(NOON, 30 * MINUTE) },
  ...change,
});
const PAID = { paid_at: NOON, settled_at: NOON, transaction_id: '4200001', points_expire_at: msAfter(NOON, MINUTE) };

describe('The migration to several attempts per order', () => {
  let database: TestDatabase;
  let knex: Knex;
  beforeEach(async () => {
    database = await freshDatabase();
    const limits = { acquireTimeoutMs: 20_000, statementTimeoutMs: 20_000, lockTimeoutMs: 20_000 };
    knex = connectPostgres({ url: database.url, poolSize: 4, ...limits });
    await knex.migrate.latest(before);
  });
  afterEach(async () => {
    await knex.destroy();
    await database.drop();
  });
  const up = () => knex.migrate.latest(after);
  /** What has come since is what the code reads. */
  const upToNow = () => knex.migrate.latest({ migrationSource });
  const down = () => knex.migrate.down(after);
  const inRows = <T>(work: Parameters<PostgresUnitOfWork['run']>[0]) =>
    new PostgresUnitOfWork(knex).run(work) as Promise<T>;
  const dump = async () => {
    const tables = ['orders', 'payment_attempts', 'order_events', 'payment_inbox'];
    const rows = tables.map((table) => knex(`ordering.${table}`).orderByRaw('1, 2'));
    return JSON.parse(
      JSON.stringify(await Promise.all(rows), (_, value) => (typeof value === 'bigint' ? `${value}` : value)),
    );
  };

  async function aShopOfBefore() {
    const [pending, paid, closed] = [
      anOldOrder(),
      anOldOrder({ status: 'paid', ...PAID }),
      anOldOrder({ status: 'closed', closed_at: msAfter(NOON, 31 * MINUTE) }),
    ];
    const orders = [pending, paid, closed];
    const attempts = [
      anOldAttempt(pending),
      anOldAttempt(paid, { next_poll_at: null, next_close_at: null }),
      anOldAttempt(closed, { next_close_at: null, quarantined_at: NOON }),
    ] as const;
    const payment = aPaymentFor(anAttempt(), { outTradeNo: attempts[1].out_trade_no });
    await knex('ordering.orders').insert(orders);
    await knex('ordering.payment_attempts').insert(attempts);
    const event = { seq: 1, kind: 'placed', cause: 'user', at: NOON, detail: {} };
    await knex('ordering.order_events').insert(orders.map(({ id }) => ({ order_id: id, ...event })));
    await knex('ordering.payment_inbox').insert([
      { notification_id: 'n-payment', payment: JSON.stringify(payment), content: '{}', received_at: NOON },
      { notification_id: 'n-other', payment: null, content: '{}', received_at: NOON, outcome: 'not_acted_on' },
    ]);
    return { pending, paid, closed, attempts, payment };
  }

  it('leaves what the code finds: orders in each state, and their attempts', async () => {
    const { pending, paid, closed, attempts } = await aShopOfBefore();
    await upToNow();
    const found = await Promise.all(
      [pending, paid, closed].map(({ id }) => inRows(({ orders }) => orders.find(id)) as Promise<object>),
    );
    expect(found.map((each) => (each as { order: { status: string } }).order.status)).to.deep.equal([
      ...['pending', 'paid', 'closed'],
    ]);
    for (const [index, { out_trade_no, order_id }] of attempts.entries()) {
      expect(found[index])
        .to.have.property('attempt')
        .deep.include({
          ...{ orderId: order_id, gateway: 'jsapi' },
          request: { appid: 'wx1', mchid: '1900000001', body: '{ "as":"it was"}' },
        });
      expect(found[index]).to.have.nested.property('attempt.intent.outTradeNo', out_trade_no);
    }
    expect(found[1])
      .to.have.property('order')
      .deep.include({
        ...{ outTradeNo: attempts[1].out_trade_no, transactionId: '4200001' },
      });
  });

  it('leaves the open order to be found, polled and closed as before', async () => {
    const { pending, attempts } = await aShopOfBefore();
    await upToNow();
    const [open] = attempts;
    const waiting = await inRows(({ orders }) =>
      orders.findPending(pending.user_id as never, pending.package_id as never),
    );
    expect(waiting).to.have.nested.property('attempt.intent.outTradeNo', open.out_trade_no);
    const later = msAfter(NOON, 60 * MINUTE);
    const polls = await inRows<{ outTradeNo: string; pollCount: number }[]>(({ orders }) =>
      orders.takeDuePolls(later, 9),
    );
    expect(polls.find(({ outTradeNo }) => outTradeNo === open.out_trade_no)).to.include({ pollCount: 2 });
    expect(await inRows(({ orders }) => orders.takeDueCloses(later, 9))).to.deep.equal([open.out_trade_no]);
  });

  it('leaves stored notifications to be handled, or handled', async () => {
    const { payment } = await aShopOfBefore();
    await upToNow();
    const take = (id: string) => inRows(({ inbox }) => inbox.take(id));
    expect(await take('n-payment'))
      .to.have.nested.property('entry.subject')
      .deep.equal({ kind: 'payment', payment });
    expect(await take('n-other')).to.deep.equal({ kind: 'handled', outcome: 'not_acted_on' });
  });

  it('goes down again to the rows of before, byte for byte', async () => {
    await aShopOfBefore();
    const rows = await dump();
    await up();
    expect(await dump()).not.to.deep.equal(rows);
    await down();
    expect(await dump()).to.deep.equal(rows);
    await up();
  });

  it('goes down, and up again, with what only the code after it writes', async () => {
    const { pending, paid } = await aShopOfBefore();
    await up();
    const [{ order_id: _, ...attempt }] = await knex('ordering.payment_attempts').where({ order_id: pending.id });
    const native = { ...attempt, gateway: 'native', payer_openid: null, seq: 2, out_trade_no: 'f'.repeat(32) };
    await knex('ordering.payment_attempts').insert({ ...native, order_id: pending.id });
    await knex('ordering.orders').where({ id: paid.id }).update({ status: 'partly_refunded', refunded_fen: 1 });
    const hint = { kind: 'hint', outTradeNo: 'f'.repeat(32) };
    await knex('ordering.payment_inbox').insert({
      ...{ notification_id: 'n-hint', subject: JSON.stringify(hint), content: '{}', received_at: NOON },
    });
    await down();
    await up();
    const seqs = await knex('ordering.payment_attempts').where({ order_id: pending.id }).orderBy('seq');
    expect(seqs.map(({ seq, out_trade_no }) => [seq, out_trade_no])).to.deep.equal([
      [1, attempt.out_trade_no],
      [2, native.out_trade_no],
    ]);
  });
});
