import { expect } from 'chai';
import { MemoryUnitOfWork } from '../../../src/adapters/memory/memory-unit-of-work.ts';
import type { OutTradeNo, PackageId } from '../../../src/domain/shared/ids.ts';
import { aBuyerWithAnOrder, historyOf, theOrder } from '../../support/customers.ts';
import { MINUTE, msAfter, NOON } from '../../support/instants.ts';
import { openShop, untilDone } from '../../support/shop.ts';

describe('an order that another merchant was to collect', () => {
  let shop: ReturnType<typeof openShop<MemoryUnitOfWork>>;
  beforeEach(() => {
    shop = openShop(new MemoryUnitOfWork(NOON));
  });
  const changeMerchant = (): void => {
    shop.gateway.mchid = '1999999999';
    for (let i = 0; i < 5; i++) shop.gateway.queries.gives({ kind: 'unknown' });
  };

  it('is not closed because the present merchant does not know it, but set aside with an alarm', async () => {
    const { order } = await aBuyerWithAnOrder(shop);
    changeMerchant();
    shop.uow.now = msAfter(NOON, 40 * MINUTE);
    await shop.closeExpiredOrders.run(untilDone);
    expect((await theOrder(shop, order.id)).order.status).to.equal('pending');
    expect((await historyOf(shop, order.id)).at(-1)).to.deep.include({ kind: 'mismatch', cause: 'expiry' });
    expect(shop.alarms).to.deep.equal(['attempt_of_another_merchant']);
    shop.uow.now = msAfter(NOON, 50 * MINUTE);
    await shop.closeExpiredOrders.run(untilDone);
    await shop.pollPayments.run(untilDone);
    expect(shop.alarms).to.have.length(1);
  });

  it('is told apart from one that is not paid, and from a number that never was', async () => {
    const { outTradeNo } = await aBuyerWithAnOrder(shop);
    changeMerchant();
    expect(await shop.queryAndSettle(outTradeNo, 'operator')).to.deep.equal({ kind: 'other_merchant' });
    expect(shop.alarmDetails).to.deep.equal([{ outTradeNo, cause: 'operator' }]);
    const never = 'f'.repeat(32) as OutTradeNo;
    expect(await shop.queryAndSettle(never, 'operator')).to.deep.equal({ kind: 'unknown_order' });
  });

  it('does not keep the buyer from a new one', async () => {
    const { userId, order, outTradeNo } = await aBuyerWithAnOrder(shop);
    changeMerchant();
    const buyer = { userId, packageId: order.terms.packageId as PackageId, platform: 'android' } as const;
    const placed = await shop.placeOrder(buyer);
    expect(placed).to.include({ kind: 'placed' });
    expect(placed).to.not.include({ outTradeNo });
  });

  it('is closed as before where the present merchant has never heard of its own number', async () => {
    const { order } = await aBuyerWithAnOrder(shop);
    shop.gateway.queries.gives({ kind: 'unknown' });
    shop.gateway.queries.gives({ kind: 'unknown' });
    shop.uow.now = msAfter(NOON, 40 * MINUTE);
    await shop.closeExpiredOrders.run(untilDone);
    expect((await theOrder(shop, order.id)).order.status).to.equal('closed');
    expect(shop.alarms).to.deep.equal([]);
  });
});
