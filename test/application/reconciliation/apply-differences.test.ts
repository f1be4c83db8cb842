import { expect } from 'chai';
import { MemoryUnitOfWork } from '../../../src/adapters/memory/memory-unit-of-work.ts';
import type { BillRow } from '../../../src/domain/ordering/trade-bill.ts';
import type { BeijingDay } from '../../../src/domain/shared/beijing-time.ts';
import { Unavailable } from '../../../src/domain/shared/faults.ts';
import { fen } from '../../../src/domain/shared/fen.ts';
import { aPaymentRow, rowOfPayment, rowOfRefund } from '../../support/bill-builders.ts';
import { aPaymentFor } from '../../support/builders.ts';
import { aBuyerWithAnOrder, theOrder } from '../../support/customers.ts';
import { NOON } from '../../support/instants.ts';
import { aPaidBuyer, available } from '../../support/refunding.ts';
import { openShop } from '../../support/shop.ts';

const TODAY = '2026-01-15' as BeijingDay;
const BY_ALICE = { actor: { kind: 'operator', name: 'alice' }, requestId: null } as const;

describe('applying what a report has found', () => {
  let shop: ReturnType<typeof openShop<MemoryUnitOfWork>>;
  beforeEach(() => {
    shop = openShop(new MemoryUnitOfWork(NOON));
  });
  const reportOn = async (...rows: BillRow[]) => {
    shop.bills.has(TODAY, rows);
    const outcome = await shop.compareDay({ day: TODAY, askedBy: 'alice' });
    return outcome.kind === 'compared' ? outcome.report : expect.fail(outcome.kind);
  };
  const apply = async (id: Awaited<ReturnType<typeof reportOn>>['id']) => {
    const applied = await shop.applyDifferences(id, { by: BY_ALICE, reason: 'lost notification' });
    return applied.map(({ difference, outcome }) => `${difference.no} ${outcome}`);
  };
  const openOf = async ({ id }: { readonly id: Parameters<typeof shop.readReport>[0] }) =>
    (await shop.readReport(id))?.open;

  it('settles what WeChat says is paid, says who did it, and does it once', async () => {
    const { order, attempt, userId } = await aBuyerWithAnOrder(shop);
    const payment = aPaymentFor(attempt);
    shop.gateway.hasReceived(payment);
    const report = await reportOn(rowOfPayment(payment));
    expect(await apply(report.id)).to.deep.equal(['1 resolved']);
    expect((await theOrder(shop, order.id)).order.status).to.equal('paid');
    const [difference] = await shop.listDifferences(report.id, {});
    expect(difference?.resolved).to.deep.equal({ at: NOON, by: 'alice' });
    expect(await openOf(report)).to.equal(0);
    const granted = await available(shop, userId);
    expect(await apply(report.id), 'again, there is nothing to do').to.deep.equal([]);
    expect(await available(shop, userId)).to.equal(granted);
  });

  it('never takes the bill’s word for money: what WeChat denies stays', async () => {
    const { order, attempt } = await aBuyerWithAnOrder(shop);
    const report = await reportOn(rowOfPayment(aPaymentFor(attempt)));
    expect(await apply(report.id)).to.deep.equal(['1 unpaid']);
    expect((await theOrder(shop, order.id)).order.status).to.equal('pending');
    expect(await openOf(report)).to.equal(1);
  });

  it('goes on where one cannot be reached, and does that one the next time', async () => {
    const [one, other] = [await aBuyerWithAnOrder(shop), await aBuyerWithAnOrder(shop, { code: 'other' })];
    const payments = [one, other].map(({ attempt }) => aPaymentFor(attempt));
    for (const payment of payments) shop.gateway.hasReceived(payment);
    const report = await reportOn(...payments.map(rowOfPayment));
    shop.gateway.queries.gives(new Unavailable('wechat_pay'));
    expect(await apply(report.id)).to.deep.equal(['1 fault', '2 resolved']);
    expect(shop.reported).to.have.length(1);
    expect(await apply(report.id)).to.deep.equal(['1 resolved']);
    expect(await openOf(report)).to.equal(0);
  });

  it('settles the payments first, and then their refunds', async () => {
    const { attempt, userId } = await aBuyerWithAnOrder(shop);
    const payment = aPaymentFor(attempt);
    shop.gateway.hasReceived(payment);
    const report = await reportOn(rowOfRefund(payment), rowOfPayment(payment));
    expect(await apply(report.id)).to.deep.equal(['2 resolved', '1 resolved']);
    expect(await available(shop, userId)).to.equal(50n);
  });

  it('leaves to a person what no machine can decide', async () => {
    const bought = await aPaidBuyer(shop);
    const report = await reportOn(
      { ...rowOfPayment(bought.payment), amountFen: fen(991), settledFen: fen(991) },
      aPaymentRow(),
    );
    expect(report.open).to.equal(2);
    expect(await apply(report.id)).to.deep.equal([]);
    expect(shop.gateway.asked.filter((asked) => asked.startsWith('query'))).to.deep.equal([]);
  });

  it('writes into the audit log who did what, and why', async () => {
    const { attempt } = await aBuyerWithAnOrder(shop);
    const payment = aPaymentFor(attempt);
    shop.gateway.hasReceived(payment);
    const report = await reportOn(rowOfPayment(payment));
    await apply(report.id);
    const [event] = await shop.uow.run(({ audit }) =>
      audit.list({ action: 'reconciliation.applied' }, { before: null, limit: 2 }),
    );
    expect(event).to.deep.include({ by: BY_ALICE, subject: { kind: 'reconciliation', id: report.id } });
    expect(event?.after).to.deep.equal({ reason: 'lost notification', applied: [{ no: 1, outcome: 'resolved' }] });
  });
});
