import { expect } from 'chai';
import { MemoryUnitOfWork } from '../../../src/adapters/memory/memory-unit-of-work.ts';
import type { OrderId } from '../../../src/domain/shared/ids.ts';
import { aPaymentFor } from '../../support/builders.ts';
import { aBuyerWithAnOrder, aUser, historyOf } from '../../support/customers.ts';
import { newId } from '../../support/ids.ts';
import { msAfter, NOON, SECOND } from '../../support/instants.ts';
import { openShop } from '../../support/shop.ts';

describe('「我已支付」', () => {
  let shop: ReturnType<typeof openShop<MemoryUnitOfWork>>;
  beforeEach(() => {
    shop = openShop(new MemoryUnitOfWork(NOON));
  });
  const status = async ({ userId, order }: Awaited<ReturnType<typeof aBuyerWithAnOrder>>) => {
    const outcome = await shop.checkPayment(userId, order.id);
    return outcome.kind === 'found' ? outcome.order.status : outcome.kind;
  };

  it('finds the payment and shows the order as paid', async () => {
    const bought = await aBuyerWithAnOrder(shop);
    shop.gateway.hasReceived(aPaymentFor(bought.attempt));
    expect(await status(bought)).to.equal('paid');
    expect((await shop.readBalance(bought.userId)).available).to.equal(100n);
    expect((await historyOf(shop, bought.order.id)).at(-1)).to.include({ kind: 'paid', cause: 'user' });
  });

  it('shows the order as it is when nothing was paid', async () => {
    const bought = await aBuyerWithAnOrder(shop);
    expect(await status(bought)).to.equal('pending');
    expect(shop.gateway.asked).to.have.length(1);
  });

  it('asks the provider at most every two seconds', async () => {
    const bought = await aBuyerWithAnOrder(shop);
    const taps = [0, 1, 1_999, 2_000, 2_001, 3_999, 4_000];
    for (const ms of taps) {
      shop.uow.now = msAfter(NOON, ms);
      expect(await status(bought)).to.equal('pending');
    }
    expect(shop.gateway.asked).to.have.length(3);
  });

  it('is throttled per order', async () => {
    const one = await aBuyerWithAnOrder(shop);
    const other = await aBuyerWithAnOrder(shop, { code: 'other' });
    await status(one);
    await status(other);
    expect(shop.gateway.asked).to.have.length(2);
  });

  it('credits a closed order that was paid at the last moment', async () => {
    const bought = await aBuyerWithAnOrder(shop);
    await shop.closeUnpaid(bought.outTradeNo, 'expiry', 'order');
    shop.gateway.hasReceived(aPaymentFor(bought.attempt));
    shop.uow.now = msAfter(NOON, SECOND);
    expect(await status(bought)).to.equal('paid');
  });

  it('asks nobody about an order that is paid', async () => {
    const bought = await aBuyerWithAnOrder(shop);
    await shop.settlePayment(aPaymentFor(bought.attempt), 'notification');
    expect(await status(bought)).to.equal('paid');
    expect(shop.gateway.asked).to.deep.equal([]);
  });

  it('does not know somebody else’s order, and asks nobody about it', async () => {
    const { order, userId } = await aBuyerWithAnOrder(shop);
    const stranger = await aUser(shop, 'o-stranger');
    expect(await shop.checkPayment(stranger, order.id)).to.deep.equal({ kind: 'unknown_order' });
    expect(await shop.readOrder(stranger, order.id)).to.deep.equal({ kind: 'unknown_order' });
    expect(await shop.checkPayment(userId, newId<OrderId>())).to.deep.equal({ kind: 'unknown_order' });
    expect(shop.gateway.asked).to.deep.equal([]);
  });
});
