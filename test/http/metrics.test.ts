import { expect } from 'chai';
import { FIGURES } from '../../src/application/shared/figures.ts';
import { ENTRY_KINDS } from '../../src/domain/ledger/entry.ts';
import { DIFFERENCE_CLASSES } from '../../src/domain/ordering/reconciliation/difference.ts';
import { endOfBeijingDay } from '../../src/domain/shared/beijing-time.ts';
import { documentedMetrics } from '../support/documented-metrics.ts';
import type { Person } from '../support/http/actors.ts';
import { type OperationsServer, startOperations } from '../support/http/operations-server.ts';
import { useTestSystem } from '../support/http/test-system.ts';
import { sampleOf } from '../support/prometheus.ts';

const COUNTED_LATE_S = 21;
const HOUR_S = 3_600;

describe('GET /metrics', () => {
  const system = useTestSystem();
  let aheadS = 0;
  let operations: OperationsServer;
  let person: Person;

  const pass = async (seconds: number): Promise<void> => {
    aheadS += seconds;
    await system().advance(seconds);
  };
  /** Each asks the books anew. */
  const scrape = async () => {
    await operations?.stop();
    operations = await startOperations(system().databaseUrl, { aheadMs: () => aheadS * 1_000 });
    return operations.scrape();
  };

  before(async () => {
    // Far from midnight, when everything begins anew.
    await pass((endOfBeijingDay(new Date()).getTime() - Date.now()) / 1_000 + 12 * HOUR_S);
    person = await system().actors.aPerson();
  });
  after(() => operations.stop());

  it('tells that nothing is sold yet, and nothing waits', async () => {
    const found = await scrape();
    expect(sampleOf(found, 'seahorse_figures_up')).to.equal(1);
    expect(sampleOf(found, 'seahorse_orders_paid_total')).to.equal(0);
    expect(sampleOf(found, 'seahorse_points_moved_total', { kind: 'grant' })).to.equal(0);
    expect(sampleOf(found, 'seahorse_oldest_paid_not_granted_seconds')).to.equal(0);
    expect(sampleOf(found, 'seahorse_payments_in_doubt')).to.equal(0);
    expect(sampleOf(found, 'seahorse_ledger_seal_age_seconds')).to.equal(-1);
  });

  it('counts what is paid and granted, and what calls have taken', async () => {
    await system().actors.aPaidOrder(person, 'points-50');
    const [{ amount_fen: fen }] = (await system().call('/api/v1/orders', { token: person.token })).json.orders;
    const { token } = await system().actors.anApiKey(person);
    const service = await system().actors.aService();
    const granted = await system().actors.balanceOf(person);
    const use = { token: service, body: { api_key: token, api: 'image.recognize', quantity: 2 } };
    const headers = { 'Idempotency-Key': 'for-the-metrics' };
    const { points } = (await system().call('/internal/v1/usage', { ...use, headers })).json;
    await pass(COUNTED_LATE_S);
    const found = await scrape();
    expect(sampleOf(found, 'seahorse_orders_paid_total')).to.equal(1);
    expect(sampleOf(found, 'seahorse_orders_paid_fen_total')).to.equal(fen);
    expect(sampleOf(found, 'seahorse_points_moved_total', { kind: 'grant' })).to.equal(granted);
    expect(sampleOf(found, 'seahorse_points_moved_total', { kind: 'consume' })).to.equal(points);
  });

  it('goes on from what it has counted, and counts nothing twice', async () => {
    const service = await system().actors.aService();
    const { token } = await system().actors.anApiKey(person);
    const spent = async () =>
      sampleOf(await operations.scrape(), 'seahorse_points_moved_total', { kind: 'consume' }) as number;
    const before = await spent();
    const body = { api_key: token, api: 'image.recognize' };
    const headers = { 'Idempotency-Key': 'one-more-for-the-metrics' };
    const { points } = (await system().call('/internal/v1/usage', { token: service, body, headers })).json;
    await pass(COUNTED_LATE_S);
    expect(sampleOf(await scrape(), 'seahorse_points_moved_total', { kind: 'consume' })).to.equal(before + points);
  });

  it('tells how long somebody has paid and has no points, and that the sweep is late', async () => {
    const order = await system().actors.anOrder(person, 'points-10');
    await system().knex.raw(
      `insert into ordering.payment_inbox (notification_id, subject, content, received_at, next_try_at, tries)
       values ('not-handled', '{"kind":"payment"}', ?, now() - interval '90 seconds', now() - interval '60 seconds', 2)`,
      [order.id],
    );
    const found = await scrape();
    expect(sampleOf(found, 'seahorse_oldest_paid_not_granted_seconds')).to.be.within(90, 90 + aheadS + 20);
    expect(sampleOf(found, 'seahorse_inbox_failing', { inbox: 'payment' })).to.equal(1);
    expect(sampleOf(found, 'seahorse_work_due', { sweep: 'handle-notifications' })).to.equal(1);
    expect(sampleOf(found, 'seahorse_work_oldest_due_seconds', { sweep: 'handle-notifications' })).to.be.greaterThan(
      59,
    );
    await system().knex.raw("delete from ordering.payment_inbox where notification_id = 'not-handled'");
  });

  it('tells of payments whose time is over and whose end nobody knows', async () => {
    await system().actors.anOrder(person, 'points-300');
    await pass(HOUR_S);
    expect(sampleOf(await scrape(), 'seahorse_payments_in_doubt')).to.be.greaterThan(0);
    await system().sweep('close-expired-orders');
    expect(sampleOf(await scrape(), 'seahorse_payments_in_doubt')).to.equal(0);
  });

  it('begins anew at midnight in Beijing', async () => {
    await pass(24 * HOUR_S);
    const found = await scrape();
    expect(sampleOf(found, 'seahorse_orders_paid_total')).to.equal(0);
    expect(sampleOf(found, 'seahorse_points_moved_total', { kind: 'grant' })).to.equal(0);
  });

  it('has every metric that the guide for operators lists, and lists every one that is ours', async () => {
    const found = await scrape();
    const ours = [...found.keys()].filter((name) => name.startsWith('seahorse_'));
    expect(ours).to.have.members(await documentedMetrics());
    for (const name of Object.keys(FIGURES)) expect(ours).to.include(`seahorse_${name}`);
    expect([...found.keys()]).to.include('nodejs_eventloop_lag_p99_seconds');
    for (const [name, { help, type }] of found) expect(help && type, name).to.not.equal('');
  });

  it('has few values for each label, and no id among them', async () => {
    const { durations, metrics } = operations;
    durations.route('GET', '/api/v1/orders/:id')(200, 0.002);
    metrics.sweepRan('poll-payments', 'done', 0.1);
    metrics.alarmRaised('refund_stuck');
    const found = await operations.scrape();
    const labelsOf = (name: string) => (found.get(name)?.samples ?? []).map(({ labels }) => labels);
    const values = [...found.keys()].flatMap((name) => labelsOf(name).flatMap(Object.entries<string>));
    const ids = values.filter(([, value]) => /[0-9a-f]{8}|\d{5}|^o[\w-]{27}$/.test(value));
    expect(ids).to.deep.equal([]);
    const kinds = labelsOf('seahorse_points_moved_total').map(({ kind }) => kind);
    expect(kinds).to.have.members(Object.keys(ENTRY_KINDS));
    const classes = labelsOf('seahorse_bill_differences').map((labels) => labels['class']);
    expect(classes).to.have.members(DIFFERENCE_CLASSES);
  });

  it('goes on without its figures when the books do not answer, and says so', async () => {
    const lost = await startOperations('postgres://nobody@127.0.0.1:1/nothing');
    const found = await lost.scrape();
    expect(sampleOf(found, 'seahorse_figures_up')).to.equal(0);
    expect(found.get('seahorse_orders_paid_total')?.samples).to.deep.equal([]);
    expect(sampleOf(found, 'seahorse_database_connections', { pool: 'requests', state: 'used' })).to.equal(1);
    await lost.stop();
  });
});
