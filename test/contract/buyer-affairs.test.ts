import { expect } from 'chai';
import { closeOrder, type PendingOrder } from '../../src/domain/ordering/order.ts';
import type { OrderEvent } from '../../src/domain/ordering/orders.ts';
import type { UserId } from '../../src/domain/shared/ids.ts';
import { anAttempt, aPaidOrder, aPendingOrder } from '../support/builders.ts';
import { newId } from '../support/ids.ts';
import { NOON } from '../support/instants.ts';
import { describeStores } from '../support/stores.ts';

const event = (kind: OrderEvent['kind']): OrderEvent => ({ kind, cause: 'user', at: NOON, detail: {} });

describeStores('What a buyer has under way', (commit) => {
  const buyer = newId<UserId>();
  const affairs = (userId: UserId = buyer) => commit(({ orders }) => orders.affairsOf(userId));
  async function anOrder(change: Partial<PendingOrder> = {}) {
    const order = aPendingOrder({ userId: buyer, ...change });
    const attempt = anAttempt(order);
    await commit(({ orders }) => orders.add({ order, attempt }, event('placed')));
    return { order, outTradeNo: attempt.intent.outTradeNo };
  }
  const close = ({ order }: { readonly order: PendingOrder }) =>
    commit(({ orders }) => orders.save(closeOrder(order, NOON), event('closed')));
  const pay = ({ order, outTradeNo }: Awaited<ReturnType<typeof anOrder>>) => {
    const { id, userId, terms, placedAt, expiresAt } = order;
    const paid = aPaidOrder({ ...{ id, userId, terms, placedAt, expiresAt }, outTradeNo });
    return commit(({ orders }) => orders.save(paid, event('paid')));
  };
  const NOTHING = { waiting: 0, payable: 0, setAside: 0, hasPaid: false };

  it('is nothing where there is nothing, or somebody else’s', async () => {
    await anOrder({ userId: newId<UserId>() });
    expect(await affairs()).to.deep.equal(NOTHING);
  });

  it('are orders that wait for their payment', async () => {
    await anOrder();
    await anOrder();
    expect(await affairs()).to.deep.equal({ ...NOTHING, waiting: 2, payable: 2 });
  });

  it('are closed orders for as long as the provider is asked about them', async () => {
    const closed = await anOrder();
    await commit(({ orders }) => orders.endAttempt(closed.outTradeNo, null, event('attempt_ended')));
    expect(await affairs()).to.deep.equal({ ...NOTHING, payable: 1 });
    await close(closed);
    expect(await affairs()).to.deep.equal({ ...NOTHING, payable: 1 });
    await commit(({ orders }) => orders.schedulePoll(closed.outTradeNo, 9, null));
    expect(await affairs()).to.deep.equal(NOTHING);
  });

  it('are payments that were set aside, until their order is paid in another way', async () => {
    const odd = await anOrder();
    await commit(({ orders }) => orders.quarantine(odd.outTradeNo, event('mismatch')));
    expect(await affairs()).to.deep.equal({ ...NOTHING, setAside: 1 });
    await pay(odd);
    expect(await affairs()).to.deep.equal({ ...NOTHING, hasPaid: true });
  });

  it('is nothing of a paid order, but that there was one', async () => {
    await pay(await anOrder());
    expect(await affairs()).to.deep.equal({ ...NOTHING, hasPaid: true });
  });
});
