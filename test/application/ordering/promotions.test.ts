import { expect } from 'chai';
import { MemoryUnitOfWork } from '../../../src/adapters/memory/memory-unit-of-work.ts';
import type { Package } from '../../../src/domain/catalog/package.ts';
import { fen } from '../../../src/domain/shared/fen.ts';
import type { UserId } from '../../../src/domain/shared/ids.ts';
import { points } from '../../../src/domain/shared/points.ts';
import { aPaymentFor } from '../../support/builders.ts';
import { aUser, lotsOf, offering, promoting, theOrder } from '../../support/customers.ts';
import { MINUTE, msAfter, NOON } from '../../support/instants.ts';
import { openShop, untilDone } from '../../support/shop.ts';

describe('an order under a promotion', () => {
  let shop: ReturnType<typeof openShop<MemoryUnitOfWork>>;
  let userId: UserId;
  beforeEach(async () => {
    shop = openShop(new MemoryUnitOfWork(NOON));
    userId = await aUser(shop);
  });
  async function placed({ id: packageId }: Package, buyer = userId) {
    const answer = await shop.placeOrder({ userId: buyer, packageId, platform: 'android' });
    return theOrder(shop, answer.kind === 'placed' ? answer.order.id : expect.fail(answer.kind));
  }
  const paid = async (offer: Package) => {
    const found = await placed(offer);
    await shop.settlePayment(aPaymentFor(found.attempt), 'notification');
    return found;
  };
  const firstPurchase = () =>
    promoting(shop, { code: 'first', effect: { kind: 'discount', payPercent: 50 }, firstPurchaseOnly: true });

  it('is placed at its price, and keeps why', async () => {
    const offer = await offering(shop, { bonusPoints: points(20n) });
    await promoting(shop, { code: 'cut', name: '限时', effect: { kind: 'discount', payPercent: 85 } });
    await promoting(shop, { code: 'gift', name: '加赠', effect: { kind: 'bonus', points: points(7n) } });
    const { order, attempt } = await placed(offer);
    expect(order.terms).to.deep.equal({
      packageId: offer.id,
      packageCode: 'starter',
      packageName: '入门包',
      packageNameEn: null,
      listPriceFen: 990,
      amountFen: 842,
      points: 100n,
      bonusPoints: 27n,
      validity: { kind: 'days', days: 365 },
      promotions: [
        {
          ...{ code: 'cut', name: '限时', kind: 'discount', firstPurchaseOnly: false },
          ...{ discountFen: 148, bonusPoints: 0n },
        },
        {
          ...{ code: 'gift', name: '加赠', kind: 'bonus', firstPurchaseOnly: false },
          ...{ discountFen: 0, bonusPoints: 7n },
        },
      ],
    });
    expect(attempt.intent.amountFen).to.equal(842);
  });

  it('gives the bonus points of the promotion together with those of the package', async () => {
    await promoting(shop, { effect: { kind: 'bonus_percent', percent: 10 } });
    await paid(await offering(shop, { bonusPoints: points(20n) }));
    const lots = (await lotsOf(shop, userId)).map(({ kind, remaining }) => [kind, remaining]);
    expect(lots).to.deep.equal([
      ['paid', 100n],
      ['bonus', 30n],
    ]);
  });

  it('keeps its terms when the promotion ends before it is paid', async () => {
    const offer = await offering(shop);
    const promotion = await promoting(shop, { effect: { kind: 'discount', payPercent: 50 } });
    const { order, attempt } = await placed(offer);
    await promoting(shop, { ...promotion, enabled: false });
    await shop.settlePayment(aPaymentFor(attempt), 'notification');
    const { order: settled } = await theOrder(shop, order.id);
    expect(settled).to.deep.include({ status: 'paid', terms: order.terms });
  });

  it('is replaced when the promotion has ended and the buyer asks again', async () => {
    const offer = await offering(shop);
    const promotion = await promoting(shop, { effect: { kind: 'discount', payPercent: 50 } });
    const first = await placed(offer);
    await promoting(shop, { ...promotion, endsAt: NOON });
    const second = await placed(offer);
    expect(second.order.terms).to.deep.include({ amountFen: 990, promotions: [] });
    expect((await theOrder(shop, first.order.id)).order.status).to.equal('closed');
  });

  describe('for first purchases', () => {
    const isPromoted = ({ order }: { order: { terms: { promotions: readonly unknown[] } } }) =>
      order.terms.promotions.length > 0;
    let small: Package;
    let big: Package;
    beforeEach(async () => {
      [small, big] = [await offering(shop, { code: 'small' }), await offering(shop, { code: 'big' })];
      await firstPurchase();
    });

    it('remembers that it is one', async () => {
      const { order } = await placed(small);
      expect(order.terms.promotions.map(({ firstPurchaseOnly }) => firstPurchaseOnly)).to.deep.equal([true]);
    });

    it('is taken again by a buyer who asks again', async () => {
      const first = await placed(small);
      expect((await placed(small)).order.id).to.equal(first.order.id);
    });

    it('is no longer offered once something was paid', async () => {
      await paid(small);
      expect(isPromoted(await placed(small))).to.equal(false);
      expect(isPromoted(await placed(big))).to.equal(false);
    });

    it('is offered once at a time, however many packages are ordered', async () => {
      expect(isPromoted(await placed(small))).to.equal(true);
      expect(isPromoted(await placed(big))).to.equal(false);
    });

    it('is offered again for another package once the first order was closed', async () => {
      await placed(small);
      shop.uow.now = msAfter(NOON, 31 * MINUTE);
      await shop.closeExpiredOrders.run(untilDone);
      expect(isPromoted(await placed(big))).to.equal(true);
    });

    it('is offered beside a pending order that has none of it', async () => {
      await promoting(shop, { code: 'first', firstPurchaseOnly: true, enabled: false });
      expect(isPromoted(await placed(small))).to.equal(false);
      await firstPurchase();
      expect(isPromoted(await placed(big))).to.equal(true);
    });

    it('is lost by an order that the buyer asks for again after paying for another one', async () => {
      const cheap = await placed(small);
      await paid(big);
      const dear = await placed(small);
      expect([isPromoted(cheap), isPromoted(dear)]).to.deep.equal([true, false]);
      expect((await theOrder(shop, cheap.order.id)).order.status).to.equal('closed');
    });

    it('is each buyer’s own', async () => {
      await paid(small);
      expect(isPromoted(await placed(small, await aUser(shop, 'o-2')))).to.equal(true);
    });
  });

  describe('at the price that the buyer was shown', () => {
    const place = (offer: Package, expected: number) =>
      shop.placeOrder({
        ...({ userId, packageId: offer.id, platform: 'android' } as const),
        expectedAmountFen: fen(expected),
      });

    it('is placed', async () => {
      expect(await place(await offering(shop), 990)).to.have.property('kind', 'placed');
    });

    it('is not placed at another, higher or lower, and the new price is told', async () => {
      const offer = await offering(shop);
      for (const expected of [989, 991]) {
        expect(await place(offer, expected)).to.deep.equal({ kind: 'price_changed', amountFen: 990 });
      }
      expect(shop.gateway.sent).to.deep.equal([]);
      expect(await shop.uow.run(({ orders }) => orders.findPending(userId, offer.id))).to.equal(null);
    });

    it('leaves an open order on other terms alone when it is not placed', async () => {
      const offer = await offering(shop);
      const { order } = await placed(offer);
      await offering(shop, { priceFen: fen(1_990) });
      expect(await place(offer, 990)).to.deep.equal({ kind: 'price_changed', amountFen: 1_990 });
      expect((await theOrder(shop, order.id)).order.status).to.equal('pending');
    });
  });
});
