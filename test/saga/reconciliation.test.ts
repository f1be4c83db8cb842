import { expect } from 'chai';
import { parseId } from '../../src/adapters/http/public-id.ts';
import { listDifferences, readLatestReports } from '../../src/application/reconciliation/read-report.ts';
import { readRevenue } from '../../src/application/reconciliation/read-revenue.ts';
import { type BeijingDay, beijingDayOf } from '../../src/domain/shared/beijing-time.ts';
import type { OrderId, OutTradeNo } from '../../src/domain/shared/ids.ts';
import { ALL_GATEWAYS } from '../support/http/counters.ts';
import { eventually } from '../support/http/eventually.ts';
import { RefundingSystem } from '../support/http/refunding-system.ts';
import { useTestSystem } from '../support/http/test-system.ts';
import { beijing } from '../support/instants.ts';

/** Every part is real but WeChat, which is simulated on the wire: its bills are made of what it has seen. */
describe('the night after a day of sales', () => {
  const system = useTestSystem({ parts: { channels: ALL_GATEWAYS } });
  let shop: RefundingSystem;
  let today: BeijingDay;
  const uow = () => system().uow;
  const reportOn = async (day: BeijingDay) => {
    const [report] = await readLatestReports({ uow: uow() })(day, day);
    return report ?? expect.fail('no report');
  };
  const statusOf = async (id: string) => {
    const placed = await uow().run(({ orders }) => orders.find(parseId<OrderId>('ord', id) as OrderId));
    return placed?.order.status;
  };

  before(async () => {
    shop = new RefundingSystem(system());
    // To just after a midnight in Beijing, so that all of it is one day.
    const now = await system().phone.advance(0);
    const midnight = beijing(`${beijingDayOf(new Date(now.getTime() + 86_400_000))} 00:05`);
    await system().advance((midnight.getTime() - now.getTime()) / 1_000);
    today = beijingDayOf(midnight);
  });

  it('finds nothing where nothing is wrong, and everything that nobody has told of', async function () {
    this.timeout(60_000);
    const { actors, phone, advance, sweep } = system();
    const [sold, refunded, elsewhere] = [await shop.aSale(), await shop.aSale(), await shop.aSale()];
    await shop.send(refunded, 2_500);
    await advance(6);
    await sweep('handle-notifications');
    await phone.refundElsewhere(elsewhere.order.out_trade_no, { amount_fen: 1_000, notify: false });
    const person = await actors.aPerson();
    const lost = await actors.anOrder(person);
    await phone.pay(lost.out_trade_no, { notify: false });
    await sweep('reconcile-bills');
    const now = await phone.advance(0);
    const tomorrow = beijing(`${beijingDayOf(new Date(now.getTime() + 86_400_000))} 10:31`);
    await advance((tomorrow.getTime() - now.getTime()) / 1_000);
    await sweep('reconcile-bills');

    const report = await reportOn(today);
    expect(report.summary).to.include({ payments: 4, refunds: 2, foreign: 0, paidFen: 20_000, refundedFen: 3_500 });
    expect(report.summary.tradeBillFeeFen).to.equal(report.summary.fundBillFeeFen);
    const differences = await listDifferences({ uow: uow() })(report.id, {});
    expect(differences.map((each) => `${each.class} ${each.subject} ${each.outTradeNo}`).sort()).to.deep.equal(
      [`missing_here payment ${lost.out_trade_no}`, `missing_here refund ${elsewhere.order.out_trade_no}`].sort(),
    );
    expect(report.open, 'all was applied').to.equal(0);
    expect([await statusOf(lost.id), await actors.balanceOf(person)]).to.deep.equal(['paid', 600]);
    expect(await shop.seenBy(elsewhere)).to.equal('partly_refunded 1000, 480 points');
    expect(await shop.seenBy(sold)).to.equal('paid 0, 600 points');
    expect(system().logLines.filter((line) => line.includes('bill_differs'))).to.deep.equal([]);
  });

  it('compared again, finds nothing', async () => {
    const outcome = await system().application.compareDay({ day: today, askedBy: 'alice' });
    expect(outcome.kind === 'compared' && outcome.report).to.include({ found: 0 });
    await system().sweep('reconcile-bills');
    expect((await reportOn(today)).askedBy, 'the night’s work is done').to.equal('alice');
  });

  it('knows what is left of the day’s sales, to the fen', async () => {
    const { packages, missingDays } = await readRevenue({ uow: uow() })(today, today);
    const [sales] = packages;
    expect(sales).to.include({
      packageCode: 'points-50',
      payments: 4,
      refunds: 2,
      paidFen: 20_000,
      refundedFen: 3_500,
    });
    expect(sales?.netMilliFen).to.equal(16_500_000 - (sales?.feeMilliFen ?? 0));
    expect(missingDays).to.deep.equal([]);
  });

  it('keeps what the bill says of a payment', async () => {
    const [line] = await uow().run(async ({ billLines, reconciliations }) => {
      const [report] = await reconciliations.list(1);
      expect(report?.day).to.equal(today);
      const paid = (await system().phone.orders()).find(({ transaction_id }) => transaction_id !== null);
      return billLines.ofPayment(paid?.out_trade_no as OutTradeNo);
    });
    expect(line).to.include({ kind: 'payment', day: today, amountFen: 5_000 });
  });

  it('leaves virtual payment out, and says so', async function () {
    this.timeout(60_000);
    const { actors, call, phone, advance } = system();
    const person = await actors.aPerson();
    const body = { package_id: await actors.packageId() };
    const headers = { 'X-Client-Platform': 'ios' };
    const { json } = await call('/api/v1/orders', { token: person.token, body, headers });
    const outTradeNo = await phone.payVirtually(person.openid, json.checkout.params, { notify: false });
    await phone.push(outTradeNo);
    await eventually(async () => expect(await statusOf(json.order.id)).to.equal('paid'));
    const day = beijingDayOf(await phone.advance(0));
    await advance(36 * 3_600);
    await system().sweep('reconcile-bills');
    const report = await reportOn(day);
    expect(report).to.include({ found: 0 });
    expect(report.summary.unbilled).to.deep.equal([{ gateway: 'xpay', payments: 1, amountFen: 5_000 }]);
  });
});
