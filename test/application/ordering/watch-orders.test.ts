import { expect } from 'chai';
import { MemoryUnitOfWork } from '../../../src/adapters/memory/memory-unit-of-work.ts';
import { OrderWatch } from '../../../src/application/ordering/watch-orders.ts';
import type { OrderId } from '../../../src/domain/shared/ids.ts';
import { aPaymentFor } from '../../support/builders.ts';
import { aUser, offering, theOrder } from '../../support/customers.ts';
import { newId } from '../../support/ids.ts';
import { NOON } from '../../support/instants.ts';
import { openShop } from '../../support/shop.ts';
import { untouchable } from '../../support/untouchable.ts';

describe('whoever watches an order', () => {
  let shop: ReturnType<typeof openShop<MemoryUnitOfWork>>;
  let watch: OrderWatch;
  beforeEach(() => {
    shop = openShop(new MemoryUnitOfWork(NOON));
    watch = new OrderWatch(shop.uow);
  });
  const anOrder = async (openid: string): Promise<OrderId> => {
    const offer = await offering(shop, { code: 'small' });
    const buyer = { userId: await aUser(shop, openid), packageId: offer.id, platform: 'web' } as const;
    const placed = await shop.placeOrder(buyer);
    return placed.kind === 'placed' ? placed.order.id : expect.fail(placed.kind);
  };
  const pay = async (id: OrderId) => {
    const { attempt } = await theOrder(shop, id);
    await shop.settlePayment({ ...aPaymentFor(attempt), payerOpenid: null }, 'notification');
  };

  it('hears once that it has moved, and nothing of others', async () => {
    const [mine, other] = [await anOrder('o-1'), await anOrder('o-2')];
    const heard: string[] = [];
    watch.watch(mine, 'pending', () => heard.push('mine'));
    watch.watch(mine, 'pending', () => heard.push('mine, on another page'));
    watch.watch(other, 'pending', () => heard.push('other'));
    await watch.look();
    expect(heard).to.deep.equal([]);
    await pay(mine);
    await watch.look();
    await watch.look();
    expect(heard).to.deep.equal(['mine', 'mine, on another page']);
  });

  it('hears of what has happened between the look at it and the beginning of the watch', async () => {
    const order = await anOrder('o-1');
    await pay(order);
    let heard = 0;
    watch.watch(order, 'pending', () => heard++);
    await watch.look();
    expect(heard).to.equal(1);
  });

  it('hears nothing any more once he looks away, or of an order that there is not', async () => {
    const order = await anOrder('o-1');
    let heard = 0;
    const stop = watch.watch(order, 'pending', () => heard++);
    watch.watch(newId<OrderId>(), 'pending', () => heard++);
    stop();
    await pay(order);
    await watch.look();
    expect(heard).to.equal(0);
  });

  it('is the only reason to ask the database', async () => {
    const idle = new OrderWatch(untouchable);
    idle.watch(newId<OrderId>(), 'pending', () => {})();
    await idle.look();
  });
});
