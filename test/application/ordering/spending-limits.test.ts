import { expect } from 'chai';
import { MemoryUnitOfWork } from '../../../src/adapters/memory/memory-unit-of-work.ts';
import type { Platform } from '../../../src/domain/ordering/payment-channel.ts';
import { fen } from '../../../src/domain/shared/fen.ts';
import type { UserId } from '../../../src/domain/shared/ids.ts';
import { aPaymentFor } from '../../support/builders.ts';
import { aUser, offering, theOrder } from '../../support/customers.ts';
import { beijing, MINUTE, msAfter, NOON } from '../../support/instants.ts';
import { openShop, untilDone } from '../../support/shop.ts';

describe('a buyer whose spending is limited', () => {
  const LIMITS = { openOrders: 3, dailyFen: fen(5_000) };
  let shop: ReturnType<typeof openShop<MemoryUnitOfWork>>;
  let userId: UserId;
  let made = 0;
  beforeEach(async () => {
    shop = openShop(new MemoryUnitOfWork(NOON), { limits: LIMITS });
    userId = await aUser(shop);
  });
  const buy = (packageId: Awaited<ReturnType<typeof offering>>['id'], platform: Platform = 'android') =>
    shop.placeOrder({ userId, packageId, platform });
  const aPackageFor = async (priceFen: number) => {
    made += 1;
    return (await offering(shop, { code: `package-${made}`, priceFen: fen(priceFen) })).id;
  };
  const order = async (priceFen: number) => buy(await aPackageFor(priceFen));
  async function spend(priceFen: number): Promise<void> {
    const placed = await order(priceFen);
    if (placed.kind !== 'placed') expect.fail(placed.kind);
    const { attempt } = await theOrder(shop, placed.order.id);
    await shop.settlePayment(aPaymentFor(attempt), 'notification');
  }

  it('may have so many orders open, and another one as soon as one of them is paid', async () => {
    for (let placed = 0; placed < 2; placed++) expect((await order(100)).kind).to.equal('placed');
    await spend(100);
    expect((await order(100)).kind).to.equal('placed');
    expect(await order(100)).to.deep.equal({ kind: 'too_many_open_orders', limit: 3 });
  });

  it('may have another one as soon as one of them has expired and was closed', async () => {
    for (let placed = 0; placed < 3; placed++) await order(100);
    shop.uow.now = msAfter(NOON, 30 * MINUTE);
    expect((await order(100)).kind).to.equal('too_many_open_orders');
    await shop.closeExpiredOrders.run(untilDone);
    expect((await order(100)).kind).to.equal('placed');
  });

  it('gets an open order again, for whatever gateway: that is not another one', async () => {
    const packageId = await aPackageFor(4_800);
    await buy(packageId);
    for (let placed = 0; placed < 2; placed++) await order(100);
    for (const platform of ['android', 'web', 'android'] as const) {
      expect((await buy(packageId, platform)).kind).to.equal('placed');
    }
  });

  it('does not get more orders than allowed by way of one whose number was closed', async () => {
    const packageId = await aPackageFor(100);
    const placed = await buy(packageId);
    if (placed.kind !== 'placed') expect.fail(placed.kind);
    await shop.closeUnpaid(placed.outTradeNo, 'user', 'attempt');
    for (let others = 0; others < 3; others++) expect((await order(100)).kind).to.equal('placed');
    expect(await buy(packageId)).to.deep.equal({ kind: 'too_many_open_orders', limit: 3 });
  });

  it('may spend so much a day, open orders counted, and is told what is left and until when', async () => {
    await spend(3_000);
    expect((await order(1_500)).kind).to.equal('placed');
    expect(await order(501)).to.deep.equal({
      kind: 'daily_limit_reached',
      ...{ limitFen: 5_000, leftFen: 500, resetsAt: beijing('2026-01-16 00:00') },
    });
    expect((await order(500)).kind).to.equal('placed');
  });

  it('may spend again from midnight in Beijing on', async () => {
    shop.uow.now = beijing('2026-01-15 23:59:59.999');
    await spend(5_000);
    expect((await order(1)).kind).to.equal('daily_limit_reached');
    shop.uow.now = beijing('2026-01-16 00:00');
    expect((await order(5_000)).kind).to.equal('placed');
  });

  it('is not limited by what somebody else spends', async () => {
    await spend(5_000);
    const other = await aUser(shop, 'o-other');
    const packageId = await aPackageFor(5_000);
    expect((await shop.placeOrder({ userId: other, packageId, platform: 'android' })).kind).to.equal('placed');
  });

  it('has nothing sent and nothing stored by what was refused', async () => {
    await spend(5_000);
    const sent = shop.gateway.sent.length;
    const packageId = await aPackageFor(1);
    await buy(packageId);
    expect(shop.gateway.sent).to.have.length(sent);
    expect(await shop.uow.run(({ orders }) => orders.findPending(userId, packageId))).to.equal(null);
  });
});
