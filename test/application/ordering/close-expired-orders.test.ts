import { expect } from 'chai';
import { MemoryUnitOfWork } from '../../../src/adapters/memory/memory-unit-of-work.ts';
import type { PaymentLookup } from '../../../src/domain/ordering/payment-gateway.ts';
import { Unavailable } from '../../../src/domain/shared/faults.ts';
import { fen } from '../../../src/domain/shared/fen.ts';
import { aPaymentFor } from '../../support/builders.ts';
import { aBuyerWithAnOrder, historyOf, theOrder } from '../../support/customers.ts';
import { MINUTE, msAfter, NOON, SECOND } from '../../support/instants.ts';
import { openShop, untilDone } from '../../support/shop.ts';

const UNPAID: PaymentLookup = { kind: 'unpaid' };

describe('close expired orders', () => {
  let shop: ReturnType<typeof openShop<MemoryUnitOfWork>>;
  beforeEach(() => {
    shop = openShop(new MemoryUnitOfWork(NOON));
  });
  const sweepAt = async (ms: number): Promise<string[]> => {
    shop.uow.now = msAfter(NOON, ms);
    const before = shop.gateway.asked.length;
    await shop.closeExpiredOrders.run(untilDone);
    return shop.gateway.asked.slice(before).map((asked) => asked.split(' ')[0] as string);
  };
  const statusOf = async ({ order }: Awaited<ReturnType<typeof aBuyerWithAnOrder>>) =>
    (await theOrder(shop, order.id)).order.status;

  it('asks, closes and asks again, once the time to pay is over', async () => {
    const bought = await aBuyerWithAnOrder(shop);
    expect(await sweepAt(30 * MINUTE - 1)).to.deep.equal([]);
    expect(await sweepAt(30 * MINUTE)).to.deep.equal(['query', 'close', 'query']);
    expect((await theOrder(shop, bought.order.id)).order).to.deep.include({
      status: 'closed',
      closedAt: shop.uow.now,
    });
    expect((await historyOf(shop, bought.order.id)).at(-1)).to.deep.include({ kind: 'closed', cause: 'expiry' });
    expect(await sweepAt(90 * MINUTE)).to.deep.equal([]);
  });

  it('closes what the provider has never heard of, or has closed itself', async () => {
    for (const kind of ['unknown', 'closed'] as const) {
      shop = openShop(new MemoryUnitOfWork(NOON));
      const bought = await aBuyerWithAnOrder(shop);
      shop.gateway.queries.gives({ kind }, { kind });
      shop.gateway.closes.gives({ kind });
      await sweepAt(30 * MINUTE);
      expect(await statusOf(bought)).to.equal('closed');
    }
  });

  it('ends what the provider keeps open for longer, and asks about it until that is over', async () => {
    const bought = await aBuyerWithAnOrder(shop);
    shop.gateway.closes.gives({ kind: 'stays_open', goneAt: msAfter(NOON, 121 * MINUTE) });
    await sweepAt(30 * MINUTE);
    expect(await statusOf(bought)).to.equal('closed');
    const again = await shop.placeOrder({ userId: bought.userId, packageId: bought.offer.id, platform: 'android' });
    expect(again).to.have.property('kind', 'placed');
    const askedAt: number[] = [];
    for (let minute = 31; minute < 200; minute++) {
      shop.uow.now = msAfter(NOON, minute * MINUTE);
      shop.gateway.asked.length = 0;
      await shop.pollPayments.run(untilDone);
      if (shop.gateway.asked.includes(`query ${bought.outTradeNo}`)) askedAt.push(minute);
    }
    expect(askedAt.at(-1)).to.be.within(121, 136);
    expect(Math.max(...askedAt.slice(1).map((minute, at) => minute - (askedAt[at] as number)))).to.equal(10);
  });

  it('credits what is paid while the provider keeps it open', async () => {
    const bought = await aBuyerWithAnOrder(shop);
    shop.gateway.closes.gives({ kind: 'stays_open', goneAt: msAfter(NOON, 121 * MINUTE) });
    await sweepAt(30 * MINUTE);
    shop.gateway.hasReceived(aPaymentFor(bought.attempt));
    shop.uow.now = msAfter(NOON, 115 * MINUTE);
    await shop.pollPayments.run(untilDone);
    expect(await statusOf(bought)).to.equal('paid');
    expect((await historyOf(shop, bought.order.id)).at(-1)).to.include({ kind: 'paid_late', cause: 'poll' });
  });

  it('settles instead when the first question finds a payment, and closes nothing', async () => {
    const bought = await aBuyerWithAnOrder(shop);
    shop.gateway.hasReceived(aPaymentFor(bought.attempt));
    expect(await sweepAt(30 * MINUTE)).to.deep.equal(['query']);
    expect(await statusOf(bought)).to.equal('paid');
    expect((await historyOf(shop, bought.order.id)).at(-1)).to.include({ kind: 'paid', cause: 'expiry' });
  });

  it('settles a payment that was completed between the two questions', async () => {
    const bought = await aBuyerWithAnOrder(shop);
    shop.gateway.closes.gives(() => {
      shop.gateway.hasReceived(aPaymentFor(bought.attempt));
      return { kind: 'closed' };
    });
    await sweepAt(30 * MINUTE);
    expect(await statusOf(bought)).to.equal('paid');
    expect((await shop.readBalance(bought.userId)).available).to.equal(100n);
    expect((await historyOf(shop, bought.order.id)).map(({ kind }) => kind)).to.deep.equal(['placed', 'paid']);
  });

  it('leaves an order as paid that was settled while the provider was asked', async () => {
    const bought = await aBuyerWithAnOrder(shop);
    shop.gateway.queries.gives(UNPAID, async () => {
      await shop.settlePayment(aPaymentFor(bought.attempt), 'notification');
      return UNPAID;
    });
    await sweepAt(30 * MINUTE);
    expect(await statusOf(bought)).to.equal('paid');
  });

  it('does not close what the provider calls paid, even if its answer to the question lags behind', async () => {
    const bought = await aBuyerWithAnOrder(shop);
    shop.gateway.closes.gives({ kind: 'already_paid' });
    await sweepAt(30 * MINUTE);
    expect(await statusOf(bought)).to.equal('pending');
    shop.gateway.hasReceived(aPaymentFor(bought.attempt));
    await sweepAt(30 * MINUTE + 30 * SECOND);
    expect(await statusOf(bought)).to.equal('paid');
  });

  it('does not close an order whose payment is not right', async () => {
    const bought = await aBuyerWithAnOrder(shop);
    shop.gateway.hasReceived(aPaymentFor(bought.attempt, { amountFen: fen(1) }));
    expect(await sweepAt(30 * MINUTE)).to.deep.equal(['query']);
    expect(await statusOf(bought)).to.equal('pending');
    expect(await sweepAt(90 * MINUTE)).to.deep.equal([]);
  });

  for (const [step, prepare] of [
    ['query', () => shop.gateway.queries.gives(new Unavailable('wechat_pay'))],
    ['close', () => shop.gateway.closes.gives(new Unavailable('wechat_pay'))],
    ['second query', () => shop.gateway.queries.gives(UNPAID, new Unavailable('wechat_pay'))],
  ] as const) {
    it(`comes back half a minute later when the ${step} had no answer`, async () => {
      const bought = await aBuyerWithAnOrder(shop);
      prepare();
      await sweepAt(30 * MINUTE);
      expect(await statusOf(bought)).to.equal('pending');
      expect(shop.reported.map(String)).to.deep.equal(['Unavailable: wechat_pay is unavailable']);
      expect(await sweepAt(30 * MINUTE + 30 * SECOND - 1)).to.deep.equal([]);
      await sweepAt(30 * MINUTE + 30 * SECOND);
      expect(await statusOf(bought)).to.equal('closed');
    });
  }
});
