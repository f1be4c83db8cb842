import { expect } from 'chai';
import { closeOrder, type PendingOrder } from '../../src/domain/ordering/order.ts';
import type { OrderEvent } from '../../src/domain/ordering/orders.ts';
import { fen } from '../../src/domain/shared/fen.ts';
import type { UserId } from '../../src/domain/shared/ids.ts';
import { anAttempt, aPaidOrder, aPendingOrder, someTerms } from '../support/builders.ts';
import { newId } from '../support/ids.ts';
import { DAY, msAfter, NOON } from '../support/instants.ts';
import { describeStores } from '../support/stores.ts';

const event = (kind: OrderEvent['kind']): OrderEvent => ({ kind, cause: 'user', at: NOON, detail: {} });
const SINCE = msAfter(NOON, -DAY / 2);

describeStores('What a buyer has spent', (commit) => {
  const buyer = newId<UserId>();
  const spending = (userId: UserId = buyer) => commit(({ orders }) => orders.spendingOf(userId, SINCE));
  async function anOrder(amountFen: number, change: Partial<PendingOrder> = {}) {
    const terms = someTerms({ amountFen: fen(amountFen), listPriceFen: fen(amountFen) });
    const order = aPendingOrder({ userId: buyer, terms, ...change });
    const attempt = anAttempt(order);
    await commit(({ orders }) => orders.add({ order, attempt }, event('placed')));
    return { order, outTradeNo: attempt.intent.outTradeNo };
  }
  async function aPaidOne(amountFen: number, settledAt: Date) {
    const { order, outTradeNo } = await anOrder(amountFen);
    const { id, userId, terms, placedAt, expiresAt } = order;
    const paid = aPaidOrder({ ...{ id, userId, terms, placedAt, expiresAt }, outTradeNo, settledAt });
    await commit(({ orders }) => orders.save(paid, event('paid')));
    return paid;
  }

  it('is nothing where there is nothing', async () => {
    expect(await spending()).to.deep.equal({ openOrders: 0, openFen: 0, paidFen: 0 });
  });

  it('counts every order that was placed, and those that wait', async () => {
    await anOrder(1_000);
    await aPaidOne(30, NOON);
    const { order } = await anOrder(200);
    await commit(({ orders }) => orders.save(closeOrder(order, NOON), event('closed')));
    await anOrder(7, { userId: newId<UserId>() });
    const counts = (userId: UserId) => commit(({ orders }) => orders.countsOf(userId));
    expect(await counts(buyer)).to.deep.equal({ placed: 3, pending: 1 });
    expect(await counts(newId<UserId>())).to.deep.equal({ placed: 0, pending: 0 });
  });

  it('is what is open and what was paid, and nobody else’s', async () => {
    await anOrder(1_000);
    await anOrder(200);
    await aPaidOne(30, NOON);
    await anOrder(7, { userId: newId<UserId>() });
    expect(await spending()).to.deep.equal({ openOrders: 2, openFen: 1_200, paidFen: 30 });
  });

  it('counts payments from the given moment on, by when they were settled', async () => {
    await aPaidOne(1_000, msAfter(SINCE, -1));
    await aPaidOne(200, SINCE);
    await aPaidOne(30, NOON);
    expect(await spending()).to.deep.equal({ openOrders: 0, openFen: 0, paidFen: 230 });
  });

  it('does not shrink by a refund: it limits what is spent, not what is kept', async () => {
    const paid = await aPaidOne(1_000, NOON);
    await commit(({ orders }) =>
      orders.save({ ...paid, status: 'refunded', refundedFen: fen(1_000) }, { ...event('paid'), at: NOON }),
    );
    expect(await spending()).to.deep.equal({ openOrders: 0, openFen: 0, paidFen: 1_000 });
  });

  it('leaves out a closed order, and one that nobody can pay: its attempt has ended or was set aside', async () => {
    const [closed, ended, odd] = [await anOrder(1_000), await anOrder(200), await anOrder(30)];
    await commit(async ({ orders }) => {
      await orders.save(closeOrder(closed.order, NOON), event('closed'));
      await orders.endAttempt(ended.outTradeNo, NOON, event('attempt_ended'));
      await orders.quarantine(odd.outTradeNo, event('mismatch'));
    });
    expect(await spending()).to.deep.equal({ openOrders: 0, openFen: 0, paidFen: 0 });
    await commit(({ orders }) => orders.addAttempt(anAttempt(ended.order), event('attempt_added')));
    expect(await spending()).to.deep.equal({ openOrders: 1, openFen: 200, paidFen: 0 });
  });

  it('is exact where it is large', async () => {
    for (let placed = 0; placed < 3; placed++) await anOrder(2_000_000_000);
    expect(await spending()).to.deep.equal({ openOrders: 3, openFen: 6_000_000_000, paidFen: 0 });
  });
});
