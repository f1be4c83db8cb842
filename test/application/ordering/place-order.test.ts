import { expect } from 'chai';
import { MemoryUnitOfWork } from '../../../src/adapters/memory/memory-unit-of-work.ts';
import type { Storefront } from '../../../src/domain/catalog/package.ts';
import type { PlacedOrder } from '../../../src/domain/ordering/orders.ts';
import type { Platform } from '../../../src/domain/ordering/payment-channel.ts';
import { fen } from '../../../src/domain/shared/fen.ts';
import type { PackageId } from '../../../src/domain/shared/ids.ts';
import { points } from '../../../src/domain/shared/points.ts';
import { aPaymentFor, OURS } from '../../support/builders.ts';
import { aUser, historyOf, offering, theOrder } from '../../support/customers.ts';
import { CHECKOUT } from '../../support/fake-gateway.ts';
import { newId } from '../../support/ids.ts';
import { MINUTE, msAfter, NOON } from '../../support/instants.ts';
import { openShop } from '../../support/shop.ts';

describe('place an order', () => {
  let shop: ReturnType<typeof openShop<MemoryUnitOfWork>>;
  beforeEach(() => {
    shop = openShop(new MemoryUnitOfWork(NOON));
  });
  async function buyer() {
    const [userId, offer] = [await aUser(shop), await offering(shop, { bonusPoints: points(20n) })];
    return { userId, offer, wish: { userId, packageId: offer.id, platform: 'android' as const } };
  }
  async function placed(wish: Parameters<typeof shop.placeOrder>[0]) {
    const answer = await shop.placeOrder(wish);
    if (answer.kind !== 'placed') expect.fail(answer.kind);
    return theOrder(shop, answer.order.id);
  }

  it('opens an order on the terms of the package and hands out what the client needs to pay', async () => {
    const { userId, offer, wish } = await buyer();
    const answer = await shop.placeOrder(wish);
    expect(answer).to.deep.include({ kind: 'placed', checkout: CHECKOUT });
    expect(answer)
      .to.have.property('order')
      .deep.include({
        userId,
        status: 'pending',
        placedAt: NOON,
        expiresAt: msAfter(NOON, 30 * MINUTE),
        terms: {
          packageId: offer.id,
          packageCode: 'starter',
          packageName: '入门包',
          packageNameEn: null,
          listPriceFen: 990,
          amountFen: 990,
          points: 100n,
          bonusPoints: 20n,
          validity: { kind: 'days', days: 365 },
          promotions: [],
        },
      });
  });

  it('asks the provider for that amount, from that payer, until the order expires', async () => {
    const { order, attempt } = await placed((await buyer()).wish);
    expect(attempt.orderId).to.equal(order.id);
    expect(attempt.intent).to.deep.equal({
      outTradeNo: attempt.intent.outTradeNo,
      amountFen: 990,
      description: 'API积分充值',
      payerOpenid: OURS.openid,
      expiresAt: order.expiresAt,
      packageCode: 'starter',
    });
    expect(attempt.intent.outTradeNo).to.match(/^[0-9a-f]{32}$/);
    expect(shop.gateway.sent).to.deep.equal([attempt.request]);
  });

  it('writes down who placed it', async () => {
    const { order } = await placed((await buyer()).wish);
    expect(await historyOf(shop, order.id)).to.deep.equal([{ kind: 'placed', cause: 'user', at: NOON, detail: {} }]);
  });

  it('takes the open order when the buyer asks again, under the same number, byte for byte', async () => {
    const { wish } = await buyer();
    const first = await placed(wish);
    shop.uow.now = msAfter(NOON, 28 * MINUTE);
    expect(await placed(wish)).to.deep.equal(first);
    expect(shop.gateway.sent).to.deep.equal([first.attempt.request, first.attempt.request]);
    expect(await historyOf(shop, first.order.id)).to.have.length(1);
  });

  const closesAtTheProvider = ({ attempt: { intent } }: PlacedOrder) =>
    ['query', 'close', 'query'].map((question) => `${question} ${intent.outTradeNo}`);

  it('closes the open one and opens a new one when the price has changed', async () => {
    const { wish } = await buyer();
    const first = await placed(wish);
    await offering(shop, { priceFen: fen(1_990), bonusPoints: points(20n) });
    const second = await placed(wish);
    expect(second.order.id).not.to.equal(first.order.id);
    expect(second.order.terms.amountFen).to.equal(1_990);
    expect((await theOrder(shop, first.order.id)).order).to.deep.include({
      ...{ status: 'closed', closedAt: NOON },
      terms: first.order.terms,
    });
    expect((await historyOf(shop, first.order.id)).at(-1)).to.deep.include({ kind: 'closed', cause: 'user' });
    expect(shop.gateway.asked).to.deep.equal(closesAtTheProvider(first));
    expect(shop.gateway.sent).to.deep.equal([first.attempt.request, second.attempt.request]);
  });

  it('closes the open one and opens a new one when the open one is about to expire', async () => {
    const { wish } = await buyer();
    const first = await placed(wish);
    shop.uow.now = msAfter(NOON, 29 * MINUTE - 1);
    expect((await placed(wish)).order.id).to.equal(first.order.id);
    shop.uow.now = msAfter(NOON, 29 * MINUTE);
    const second = await placed(wish);
    expect(second.order.id).not.to.equal(first.order.id);
    expect(second.order.expiresAt).to.deep.equal(msAfter(NOON, 59 * MINUTE));
    expect((await theOrder(shop, first.order.id)).order.status).to.equal('closed');
    expect(shop.gateway.asked).to.deep.equal(closesAtTheProvider(first));
  });

  it('opens a new one after a payment that was not right, and leaves the old one to a person', async () => {
    const { wish } = await buyer();
    const first = await placed(wish);
    await shop.settlePayment(aPaymentFor(first.attempt, { amountFen: fen(1) }), 'notification');
    const second = await placed(wish);
    expect(second.order.id).not.to.equal(first.order.id);
    expect(await placed(wish)).to.deep.equal(second);
    expect((await theOrder(shop, first.order.id)).order.status).to.equal('pending');
    expect(shop.gateway.asked).to.deep.equal([]);
  });

  it('opens a new one for another package and for another buyer', async () => {
    const { wish } = await buyer();
    const other = await offering(shop, { code: 'other' });
    const orders = [
      await placed(wish),
      await placed({ ...wish, packageId: other.id }),
      await placed({ ...wish, userId: await aUser(shop, 'o-2') }),
    ];
    expect(new Set(orders.map(({ order }) => order.id))).to.have.property('size', 3);
  });

  it('refuses a package that is not on sale, and sends nothing', async () => {
    const { wish } = await buyer();
    await offering(shop, { enabled: false });
    expect(await shop.placeOrder(wish)).to.deep.equal({ kind: 'package_closed' });
    expect(shop.gateway.sent).to.deep.equal([]);
  });

  it('sells what is for the web on the web, and what is for phones on phones', async () => {
    const { wish } = await buyer();
    const kindOn = async (storefront: Storefront, platform: Platform) => {
      const { id } = await offering(shop, { code: `for-${storefront}`, storefronts: [storefront] });
      return (await shop.placeOrder({ ...wish, packageId: id, platform })).kind;
    };
    expect([await kindOn('web', 'web'), await kindOn('miniprogram', 'ios')]).to.deep.equal(['placed', 'placed']);
    expect([await kindOn('web', 'android'), await kindOn('miniprogram', 'web')]).to.deep.equal([
      ...['package_closed', 'package_closed'],
    ]);
  });

  it('refuses a package that was taken from sale even to who has it open', async () => {
    const { wish } = await buyer();
    await placed(wish);
    await offering(shop, { enabled: false });
    expect(await shop.placeOrder(wish)).to.deep.equal({ kind: 'package_closed' });
  });

  it('refuses a package that never was', async () => {
    const { wish } = await buyer();
    expect(await shop.placeOrder({ ...wish, packageId: newId<PackageId>() })).to.deep.equal({
      kind: 'unknown_package',
    });
  });

  it('refuses a buyer whom our app does not know', async () => {
    const { wish } = await buyer();
    const identity = { appid: 'wx-another-app', openid: 'o-1', unionid: null };
    shop.wechatLogin.answers.gives({ kind: 'recognised', identity, sessionKey: null });
    const userId = await aUser(shop);
    expect(await shop.placeOrder({ ...wish, userId })).to.deep.equal({ kind: 'payer_unknown' });
  });
});
