import { expect } from 'chai';
import { MemoryUnitOfWork } from '../../../src/adapters/memory/memory-unit-of-work.ts';
import { Unavailable } from '../../../src/domain/shared/faults.ts';
import { aPaymentFor } from '../../support/builders.ts';
import { aBuyerWithAnOrder, historyOf, theOrder } from '../../support/customers.ts';
import { NOON } from '../../support/instants.ts';
import { rejectionOf } from '../../support/rejection.ts';
import { openShop } from '../../support/shop.ts';

describe('place an order when the provider', () => {
  let shop: ReturnType<typeof openShop<MemoryUnitOfWork>>;
  beforeEach(() => {
    shop = openShop(new MemoryUnitOfWork(NOON));
  });
  async function anOpenOrder() {
    const bought = await aBuyerWithAnOrder(shop);
    return { ...bought, wish: { userId: bought.userId, packageId: bought.offer.id, storefront: 'web' as const } };
  }

  it('does not answer: the buyer may ask again, and the number and the bytes are the same', async () => {
    const { wish, attempt } = await anOpenOrder();
    shop.gateway.checkouts.gives(new Unavailable('wechat_pay'));
    expect(await rejectionOf(shop.placeOrder(wish))).to.be.instanceOf(Unavailable);
    expect((await shop.placeOrder(wish)).kind).to.equal('placed');
    expect(shop.gateway.sent).to.deep.equal([attempt.request, attempt.request, attempt.request]);
  });

  it('does not answer at the very first time: the order is kept for the next', async () => {
    shop.gateway.checkouts.gives(new Unavailable('wechat_pay'));
    await rejectionOf(anOpenOrder());
    await anOpenOrder();
    const [first, second] = shop.gateway.sent;
    expect(shop.gateway.sent).to.have.length(2);
    expect(second).to.deep.equal(first);
  });

  it('says that it is paid: the payment is fetched and the points are granted', async () => {
    const { wish, order, attempt } = await anOpenOrder();
    shop.gateway.hasReceived(aPaymentFor(attempt));
    shop.gateway.checkouts.gives({ kind: 'already_paid' });
    expect(await shop.placeOrder(wish)).to.deep.equal({ kind: 'already_paid', orderId: order.id });
    expect((await theOrder(shop, order.id)).order.status).to.equal('paid');
    expect((await shop.readBalance(wish.userId)).available).to.equal(100n);
  });

  it('has closed the number: the order is closed, and asking again opens a new one', async () => {
    const { wish, order } = await anOpenOrder();
    shop.gateway.checkouts.gives({ kind: 'closed' });
    expect(await shop.placeOrder(wish)).to.deep.equal({ kind: 'order_closed', orderId: order.id });
    expect((await historyOf(shop, order.id)).at(-1)).to.deep.include({ kind: 'closed', cause: 'user' });
    const again = await shop.placeOrder(wish);
    expect(again).to.have.property('kind', 'placed');
    expect(again).not.to.have.nested.property('order.id', order.id);
  });

  it('has closed the number, but only after a payment: the buyer is told that it is paid', async () => {
    const { wish, order, attempt } = await anOpenOrder();
    shop.gateway.hasReceived(aPaymentFor(attempt));
    shop.gateway.checkouts.gives({ kind: 'closed' });
    expect(await shop.placeOrder(wish)).to.deep.equal({ kind: 'already_paid', orderId: order.id });
    expect((await theOrder(shop, order.id)).order.status).to.equal('paid');
  });

  it('rejects the request: the reason goes to the operator and the order stays open', async () => {
    const { wish, order } = await anOpenOrder();
    shop.gateway.checkouts.gives({ kind: 'rejected', reason: 'NO_AUTH' });
    expect(await shop.placeOrder(wish)).to.deep.equal({ kind: 'payment_rejected', reason: 'NO_AUTH' });
    expect((await theOrder(shop, order.id)).order.status).to.equal('pending');
  });
});
