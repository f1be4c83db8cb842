import { expect } from 'chai';
import { MemoryUnitOfWork } from '../../../src/adapters/memory/memory-unit-of-work.ts';
import type { PaymentLookup } from '../../../src/domain/ordering/payment-gateway.ts';
import { Unavailable } from '../../../src/domain/shared/faults.ts';
import { fen } from '../../../src/domain/shared/fen.ts';
import { aPaymentFor } from '../../support/builders.ts';
import { aBuyerWithAnOrder, historyOf, offering, theOrder } from '../../support/customers.ts';
import { MINUTE, msAfter, NOON } from '../../support/instants.ts';
import { rejectionOf } from '../../support/rejection.ts';
import { openShop } from '../../support/shop.ts';

describe('place an order when the provider', () => {
  let shop: ReturnType<typeof openShop<MemoryUnitOfWork>>;
  beforeEach(() => {
    shop = openShop(new MemoryUnitOfWork(NOON));
  });
  async function anOpenOrder() {
    const bought = await aBuyerWithAnOrder(shop);
    return { ...bought, wish: { userId: bought.userId, packageId: bought.offer.id, platform: 'android' as const } };
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
    expect((await historyOf(shop, order.id)).at(-1)).to.include({ kind: 'paid', cause: 'user' });
    expect((await shop.readBalance(wish.userId)).available).to.equal(100n);
  });

  it('has closed the number: the order goes on under another one', async () => {
    const { wish, order, attempt } = await anOpenOrder();
    shop.gateway.checkouts.gives({ kind: 'closed' });
    const again = await shop.placeOrder(wish);
    expect(again).to.have.nested.property('order.id', order.id);
    expect(again).not.to.have.property('outTradeNo', attempt.intent.outTradeNo);
    expect((await historyOf(shop, order.id)).map(({ kind, cause }) => `${kind} ${cause}`)).to.deep.equal([
      ...['placed user', 'attempt_ended user', 'attempt_added user'],
    ]);
  });

  it('closes every number at once: that is reported, and no more numbers are tried', async () => {
    const { wish } = await anOpenOrder();
    for (let i = 0; i < 9; i++) shop.gateway.checkouts.gives({ kind: 'closed' });
    expect(await shop.placeOrder(wish)).to.have.property('kind', 'payment_rejected');
    expect(shop.gateway.sent).to.have.length(5);
  });

  it('has closed the number, but only after a payment: the buyer is told that it is paid', async () => {
    const { wish, order, attempt } = await anOpenOrder();
    shop.gateway.hasReceived(aPaymentFor(attempt));
    shop.gateway.checkouts.gives({ kind: 'closed' });
    expect(await shop.placeOrder(wish)).to.deep.equal({ kind: 'already_paid', orderId: order.id });
    expect((await theOrder(shop, order.id)).order.status).to.equal('paid');
  });

  it('needs a session of the payer that it does not have: the client signs in again', async () => {
    const { wish } = await anOpenOrder();
    shop.gateway.checkouts.gives({ kind: 'payer_session_missing' });
    expect(await shop.placeOrder(wish)).to.deep.equal({ kind: 'payer_session_missing' });
  });

  it('is not asked at all where nothing is sold', async () => {
    const closed = openShop(shop.uow, { channels: { android: 'jsapi', ios: 'off', other: 'jsapi', web: 'native' } });
    const { wish } = await anOpenOrder();
    expect(await closed.placeOrder({ ...wish, platform: 'ios' })).to.deep.equal({
      ...{ kind: 'purchase_unavailable', platform: 'ios' },
    });
    expect([closed.gateway.sent, closed.nativeGateway.sent]).to.deep.equal([[], []]);
  });

  it('rejects the request: the reason goes to the operator and the order stays open', async () => {
    const { wish, order } = await anOpenOrder();
    shop.gateway.checkouts.gives({ kind: 'rejected', reason: 'NO_AUTH' });
    expect(await shop.placeOrder(wish)).to.deep.equal({ kind: 'payment_rejected', reason: 'NO_AUTH' });
    expect((await theOrder(shop, order.id)).order.status).to.equal('pending');
  });
});

const UNPAID: PaymentLookup = { kind: 'unpaid' };

describe('place an order on new terms when the provider', () => {
  let shop: ReturnType<typeof openShop<MemoryUnitOfWork>>;
  beforeEach(() => {
    shop = openShop(new MemoryUnitOfWork(NOON));
  });
  const reasons: Readonly<Record<string, () => Promise<void>>> = {
    'whose price has changed': async () => void (await offering(shop, { priceFen: fen(1_990) })),
    'that is about to expire': async () => {
      shop.uow.now = msAfter(NOON, 29 * MINUTE + 1);
    },
  };
  for (const [which, goesOutOfDate] of Object.entries(reasons)) {
    async function anOutdatedOrder() {
      const bought = await aBuyerWithAnOrder(shop);
      await goesOutOfDate();
      const wish = { userId: bought.userId, packageId: bought.offer.id, platform: 'android' as const };
      return { ...bought, wish, balance: async () => (await shop.readBalance(bought.userId)).available };
    }
    type Outdated = Awaited<ReturnType<typeof anOutdatedOrder>>;
    const expectNothingNew = async ({ order, offer, wish }: Outdated, status: 'paid' | 'pending') => {
      expect((await theOrder(shop, order.id)).order.status).to.equal(status);
      const open = await shop.uow.run(({ orders }) => orders.findPending(wish.userId, offer.id));
      expect(open?.order.id).to.equal(status === 'pending' ? order.id : undefined);
      expect(shop.gateway.sent).to.have.length(1);
    };

    describe(`says of the open order ${which}`, () => {
      it('that it is paid: the points are granted and nothing new is opened', async () => {
        const bought = await anOutdatedOrder();
        shop.gateway.hasReceived(aPaymentFor(bought.attempt));
        expect(await shop.placeOrder(bought.wish)).to.deep.equal({ kind: 'already_paid', orderId: bought.order.id });
        await expectNothingNew(bought, 'paid');
        expect(await bought.balance()).to.equal(100n);
        expect(shop.gateway.asked).to.deep.equal([`query ${bought.outTradeNo}`]);
      });

      it('that it is closed, but it was paid at the last moment: the same', async () => {
        const bought = await anOutdatedOrder();
        shop.gateway.closes.gives(() => {
          shop.gateway.hasReceived(aPaymentFor(bought.attempt));
          return { kind: 'closed' };
        });
        expect(await shop.placeOrder(bought.wish)).to.deep.equal({ kind: 'already_paid', orderId: bought.order.id });
        await expectNothingNew(bought, 'paid');
        expect(await bought.balance()).to.equal(100n);
      });

      it('that it cannot be closed since it is paid, before its other answer says so: the order stays open', async () => {
        const bought = await anOutdatedOrder();
        shop.gateway.closes.gives({ kind: 'already_paid' });
        expect(await shop.placeOrder(bought.wish)).to.deep.equal({ kind: 'already_paid', orderId: bought.order.id });
        await expectNothingNew(bought, 'pending');
      });

      for (const [step, prepare] of [
        ['whether it is paid', () => shop.gateway.queries.gives(new Unavailable('wechat_pay'))],
        ['whether it closes it', () => shop.gateway.closes.gives(new Unavailable('wechat_pay'))],
        ['whether it has been paid meanwhile', () => shop.gateway.queries.gives(UNPAID, new Unavailable('wechat_pay'))],
      ] as const) {
        it(`nothing about ${step}: nothing new is opened until it answers`, async () => {
          const bought = await anOutdatedOrder();
          prepare();
          expect(await rejectionOf(shop.placeOrder(bought.wish))).to.be.instanceOf(Unavailable);
          await expectNothingNew(bought, 'pending');
          const again = await shop.placeOrder(bought.wish);
          expect(again).to.have.property('kind', 'placed');
          expect(again).not.to.have.nested.property('order.id', bought.order.id);
          expect((await theOrder(shop, bought.order.id)).order.status).to.equal('closed');
        });
      }
    });
  }
});
