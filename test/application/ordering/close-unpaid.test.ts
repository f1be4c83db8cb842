import { expect } from 'chai';
import { MemoryUnitOfWork } from '../../../src/adapters/memory/memory-unit-of-work.ts';
import { aPaymentFor } from '../../support/builders.ts';
import { aBuyerWithAnOrder, theOrder } from '../../support/customers.ts';
import { MINUTE, msAfter, NOON, SECOND } from '../../support/instants.ts';
import { openShop, untilDone } from '../../support/shop.ts';

describe('Whoever closes a number that nobody has paid', () => {
  let shop: ReturnType<typeof openShop<MemoryUnitOfWork>>;
  beforeEach(() => {
    shop = openShop(new MemoryUnitOfWork(NOON));
  });
  type Bought = Awaited<ReturnType<typeof aBuyerWithAnOrder>>;
  const close = ({ outTradeNo }: Bought, what: 'attempt' | 'order') => shop.closeUnpaid(outTradeNo, 'user', what);
  const statusAt = async (ms: number, { order }: Bought) => {
    shop.uow.now = msAfter(NOON, ms);
    await shop.closeExpiredOrders.run(untilDone);
    return (await theOrder(shop, order.id)).order.status;
  };

  it('hears that it is closed, also the second time', async () => {
    const bought = await aBuyerWithAnOrder(shop);
    expect([await close(bought, 'order'), await close(bought, 'order')]).to.deep.equal(['closed', 'closed']);
  });

  it('hears that it is paid, whenever the provider says so', async () => {
    const [before, meanwhile, lagging] = [
      await aBuyerWithAnOrder(shop, { code: 'before' }),
      await aBuyerWithAnOrder(shop, { code: 'meanwhile' }),
      await aBuyerWithAnOrder(shop, { code: 'lagging' }),
    ];
    shop.gateway.hasReceived(aPaymentFor(before.attempt));
    expect(await close(before, 'order')).to.equal('paid');
    shop.gateway.closes.gives(() => {
      shop.gateway.hasReceived(aPaymentFor(meanwhile.attempt));
      return { kind: 'closed' };
    });
    expect(await close(meanwhile, 'order')).to.equal('paid');
    shop.gateway.closes.gives({ kind: 'already_paid' });
    expect(await close(lagging, 'order')).to.equal('paid');
  });

  it('hears that the order was paid by another number, or was closed', async () => {
    const [paid, closed] = [await aBuyerWithAnOrder(shop), await aBuyerWithAnOrder(shop, { code: 'other' })];
    await close(paid, 'attempt');
    const buyer = { userId: paid.userId, packageId: paid.offer.id, platform: 'android' } as const;
    const again = await shop.placeOrder(buyer);
    if (again.kind !== 'placed') expect.fail(again.kind);
    const attempt = await shop.uow.run(({ orders }) => orders.findAttempt(again.outTradeNo));
    if (!attempt) expect.fail('no attempt');
    await shop.settlePayment(aPaymentFor(attempt), 'poll');
    expect(await close(paid, 'attempt')).to.equal('paid');
    await close(closed, 'order');
    expect(await close(closed, 'attempt')).to.equal('closed');
  });

  it('leaves an order that goes on without a number until its own time is over', async () => {
    const bought = await aBuyerWithAnOrder(shop);
    await close(bought, 'attempt');
    expect(await statusAt(29 * MINUTE, bought)).to.equal('pending');
    expect(await statusAt(31 * MINUTE, bought)).to.equal('closed');
  });

  it('comes back half a minute later to an order whose time is over already', async () => {
    const bought = await aBuyerWithAnOrder(shop);
    const late = 40 * MINUTE;
    shop.uow.now = msAfter(NOON, late);
    await close(bought, 'attempt');
    expect(await statusAt(late + 29 * SECOND, bought)).to.equal('pending');
    expect(await statusAt(late + 31 * SECOND, bought)).to.equal('closed');
  });
});
