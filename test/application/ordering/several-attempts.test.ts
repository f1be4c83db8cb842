import { expect } from 'chai';
import { MemoryUnitOfWork } from '../../../src/adapters/memory/memory-unit-of-work.ts';
import type { UnitOfWork } from '../../../src/application/shared/unit-of-work.ts';
import type { PaymentAttempt } from '../../../src/domain/ordering/payment-attempt.ts';
import type { Platform } from '../../../src/domain/ordering/payment-channel.ts';
import type { PaymentLookup } from '../../../src/domain/ordering/payment-gateway.ts';
import { Unavailable } from '../../../src/domain/shared/faults.ts';
import type { OrderId, PackageId, UserId } from '../../../src/domain/shared/ids.ts';
import { aPaymentFor } from '../../support/builders.ts';
import { aUser, historyOf, offering, theOrder } from '../../support/customers.ts';
import type { FakeGateway } from '../../support/fake-gateway.ts';
import { MINUTE, msAfter, NOON, SECOND } from '../../support/instants.ts';
import { rejectionOf } from '../../support/rejection.ts';
import { openShop, untilDone } from '../../support/shop.ts';

const UNPAID: PaymentLookup = { kind: 'unpaid' };
const UNAVAILABLE = new Unavailable('wechat_pay');

describe('a buyer who goes on paying elsewhere', () => {
  let shop: ReturnType<typeof openShop<MemoryUnitOfWork>>;
  let buyer: { userId: UserId; packageId: PackageId };
  beforeEach(async () => {
    shop = openShop(new MemoryUnitOfWork(NOON));
    buyer = { userId: await aUser(shop), packageId: (await offering(shop)).id };
  });
  async function buyOn(platform: Platform): Promise<PaymentAttempt> {
    const answer = await shop.placeOrder({ ...buyer, platform });
    if (answer.kind !== 'placed') expect.fail(answer.kind);
    const attempt = await shop.uow.run(({ orders }) => orders.findAttempt(answer.outTradeNo));
    return attempt ?? expect.fail('no such attempt');
  }
  const kindsOf = async (id: OrderId) => (await historyOf(shop, id)).map(({ kind }) => kind);
  const balance = async () => (await shop.readBalance(buyer.userId)).available;
  const askedOf = ({ asked }: FakeGateway, { intent }: PaymentAttempt) =>
    asked.filter((question) => question.endsWith(intent.outTradeNo)).map((question) => question.split(' ')[0]);
  const sweepAt = async (ms: number): Promise<void> => {
    shop.uow.now = msAfter(NOON, ms);
    await shop.closeExpiredOrders.run(untilDone);
  };
  const waiting = () => shop.uow.run(({ orders }) => orders.findPending(buyer.userId, buyer.packageId));

  it('keeps the order from the phone to the desk and back, and has one number to pay at a time', async () => {
    const attempts: PaymentAttempt[] = [];
    for (const platform of ['android', 'web', 'ios'] as const) {
      const attempt = await buyOn(platform);
      attempts.push(attempt);
      expect(attempt.orderId).to.equal(attempts[0]?.orderId);
      expect((await waiting())?.attempt).to.deep.equal(attempt);
    }
    const [first, second, third] = attempts as [PaymentAttempt, PaymentAttempt, PaymentAttempt];
    expect(attempts.map(({ gateway }) => gateway)).to.deep.equal(['jsapi', 'native', 'jsapi']);
    expect(new Set(attempts.map(({ intent }) => intent.outTradeNo))).to.have.property('size', 3);
    expect(askedOf(shop.gateway, first)).to.deep.equal(['query', 'close', 'query']);
    expect(askedOf(shop.nativeGateway, second)).to.deep.equal(['query', 'close', 'query']);
    expect(askedOf(shop.gateway, third)).to.deep.equal([]);
    const history = await historyOf(shop, first.orderId);
    expect(history.map(({ cause }) => cause)).to.deep.equal(Array(5).fill('user'));
    expect(history.map(({ kind, detail }) => [kind, detail['outTradeNo']])).to.deep.equal([
      ['placed', undefined],
      ['attempt_ended', first.intent.outTradeNo],
      ['attempt_added', second.intent.outTradeNo],
      ['attempt_ended', second.intent.outTradeNo],
      ['attempt_added', third.intent.outTradeNo],
    ]);
  });

  it('gets a new number for another gateway, also where both take money from the same identity', async () => {
    shop.nativeGateway.payerAppid = shop.gateway.payerAppid;
    const [phone, desk] = [await buyOn('android'), await buyOn('web')];
    expect(desk.gateway).to.equal('native');
    expect(desk.intent.outTradeNo).not.to.equal(phone.intent.outTradeNo);
    expect(desk.intent.payerOpenid).to.equal(phone.intent.payerOpenid);
  });

  it('gets a new number where another identity is to pay, also through the same gateway', async () => {
    const first = await buyOn('android');
    shop.gateway.payerAppid = null;
    const second = await buyOn('android');
    expect(second.orderId).to.equal(first.orderId);
    expect(second.intent).to.deep.include({ payerOpenid: null });
    expect(second.intent.outTradeNo).not.to.equal(first.intent.outTradeNo);
  });

  it('goes on under the same number on another platform of the same gateway', async () => {
    const [first, second] = [await buyOn('android'), await buyOn('ios')];
    expect(second).to.deep.equal(first);
    expect(shop.gateway.asked).to.deep.equal([]);
  });

  it('has the former number closed before the new one is made', async () => {
    const first = await buyOn('android');
    let madeMeanwhile = -1;
    shop.gateway.closes.gives(() => {
      madeMeanwhile = shop.nativeGateway.sent.length;
      return { kind: 'closed' };
    });
    await buyOn('web');
    expect(madeMeanwhile).to.equal(0);
    expect(askedOf(shop.gateway, first)).to.include('close');
  });

  it('has as long to pay as before: the end of the order moves for nobody', async () => {
    const first = await buyOn('android');
    shop.uow.now = msAfter(NOON, 10 * MINUTE);
    const second = await buyOn('web');
    expect(second.intent.expiresAt).to.deep.equal(first.intent.expiresAt);
    await sweepAt(30 * MINUTE);
    expect((await theOrder(shop, first.orderId)).order.status).to.equal('closed');
  });

  describe('and pays a number that has ended', () => {
    it('is credited, and the newer number is closed at once', async () => {
      const [first, second] = [await buyOn('android'), await buyOn('web')];
      shop.uow.now = msAfter(NOON, MINUTE);
      expect((await shop.settlePayment(aPaymentFor(first), 'notification')).kind).to.equal('settled');
      expect(await balance()).to.equal(100n);
      expect(askedOf(shop.nativeGateway, second)).to.deep.equal([]);
      await sweepAt(MINUTE);
      expect(askedOf(shop.nativeGateway, second)).to.deep.equal(['query', 'close', 'query']);
      expect((await kindsOf(first.orderId)).slice(-2)).to.deep.equal(['paid', 'attempt_ended']);
      expect((await theOrder(shop, first.orderId)).order).to.include({
        ...{ status: 'paid', outTradeNo: first.intent.outTradeNo },
      });
      await sweepAt(60 * MINUTE);
      expect(askedOf(shop.nativeGateway, second)).to.have.length(3);
    });

    it('is found by the poll, which goes on about it', async () => {
      const first = await buyOn('android');
      await buyOn('web');
      shop.gateway.hasReceived(aPaymentFor(first));
      shop.uow.now = msAfter(NOON, 5 * SECOND);
      await shop.pollPayments.run(untilDone);
      expect(await balance()).to.equal(100n);
    });

    it('and pays the newer one as well: that is money to give back, not more points', async () => {
      const [first, second] = [await buyOn('android'), await buyOn('web')];
      await shop.settlePayment(aPaymentFor(first), 'notification');
      const again = aPaymentFor(second, { payerOpenid: 'o-whoever' });
      shop.nativeGateway.hasReceived(again);
      await sweepAt(0);
      expect(await balance()).to.equal(100n);
      const seen = (await historyOf(shop, first.orderId)).at(-1);
      expect(seen).to.include({ kind: 'duplicate_payment', cause: 'expiry' });
      expect(seen?.detail).to.include({ transactionId: again.transactionId });
      expect(shop.alarms).to.deep.equal(['duplicate_payment']);
      await sweepAt(60 * MINUTE);
      await shop.pollPayments.run(untilDone);
      expect(shop.alarms).to.have.length(1);
    });

    it('long after the order was closed: the points come late, but they come', async () => {
      const [first] = [await buyOn('android'), await buyOn('web')];
      await sweepAt(30 * MINUTE);
      expect(await shop.settlePayment(aPaymentFor(first), 'bill')).to.include({ kind: 'settled', late: true });
      expect(await balance()).to.equal(100n);
    });
  });

  describe('is told that the order is paid', () => {
    it('when the former number was paid before it could be closed', async () => {
      const first = await buyOn('android');
      shop.gateway.hasReceived(aPaymentFor(first));
      const answer = await shop.placeOrder({ ...buyer, platform: 'web' });
      expect(answer).to.deep.equal({ kind: 'already_paid', orderId: first.orderId });
      expect([await balance(), shop.nativeGateway.sent.length]).to.deep.equal([100n, 0]);
    });

    it('when it was paid while it was being closed', async () => {
      const first = await buyOn('android');
      shop.gateway.closes.gives(() => {
        shop.gateway.hasReceived(aPaymentFor(first));
        return { kind: 'closed' };
      });
      const answer = await shop.placeOrder({ ...buyer, platform: 'web' });
      expect(answer).to.deep.equal({ kind: 'already_paid', orderId: first.orderId });
      expect([await balance(), shop.nativeGateway.sent.length]).to.deep.equal([100n, 0]);
    });

    it('when it was paid right after it had ended, before the new number was made', async () => {
      const first = await buyOn('android');
      const watched = openShop(
        whenEnded(shop.uow, first, () => shop.settlePayment(aPaymentFor(first), 'notification')),
      );
      const answer = await watched.placeOrder({ ...buyer, platform: 'web' });
      expect(answer).to.deep.equal({ kind: 'already_paid', orderId: first.orderId });
      expect(watched.nativeGateway.sent).to.deep.equal([]);
      expect(await kindsOf(first.orderId)).to.deep.equal(['placed', 'attempt_ended', 'paid']);
    });
  });

  for (const [step, prepare] of [
    ['whether the former number is paid', () => shop.gateway.queries.gives(UNAVAILABLE)],
    ['whether it closes it', () => shop.gateway.closes.gives(UNAVAILABLE)],
    ['whether it has been paid meanwhile', () => shop.gateway.queries.gives(UNPAID, UNAVAILABLE)],
  ] as const) {
    it(`gets no new number while the provider does not say ${step}`, async () => {
      const first = await buyOn('android');
      prepare();
      expect(await rejectionOf(shop.placeOrder({ ...buyer, platform: 'web' }))).to.equal(UNAVAILABLE);
      expect((await waiting())?.attempt).to.deep.equal(first);
      expect(await kindsOf(first.orderId)).to.deep.equal(['placed']);
      expect(shop.nativeGateway.sent).to.deep.equal([]);
      expect((await buyOn('web')).orderId).to.equal(first.orderId);
    });
  }

  it('is not kept here by two devices that end each other’s number', async () => {
    const first = await buyOn('android');
    const rival = openShop(shop.uow);
    for (let round = 0; round < 9; round++) {
      shop.nativeGateway.checkouts.gives(async () => {
        await rival.placeOrder({ ...buyer, platform: 'android' });
        return { kind: 'closed' };
      });
    }
    const answer = await shop.placeOrder({ ...buyer, platform: 'web' });
    expect(answer).to.have.property('kind', 'payment_rejected');
    expect(shop.nativeGateway.sent.length).to.be.within(1, 3);
    expect((await theOrder(shop, first.orderId)).order.status).to.equal('pending');
  });

  describe('after the operator has removed the gateway of the open number', () => {
    it('gets a new order at once; the old one is set aside with an alarm, and never closed', async () => {
      const first = await buyOn('android');
      shop.gateways.delete('jsapi');
      const second = await buyOn('web');
      expect(second.orderId).not.to.equal(first.orderId);
      await sweepAt(40 * MINUTE);
      await sweepAt(80 * MINUTE);
      expect((await theOrder(shop, first.orderId)).order.status).to.equal('pending');
      expect((await historyOf(shop, first.orderId)).at(-1)).to.deep.include({
        kind: 'mismatch',
        detail: { field: 'mchid', gateway: 'jsapi', expected: first.request.mchid, actual: 'none' },
      });
      expect(shop.alarms).to.deep.equal(['attempt_of_another_merchant']);
      expect(shop.gateway.asked).to.deep.equal([]);
    });

    it('is still credited when that number turns out to be paid', async () => {
      const first = await buyOn('android');
      shop.gateways.delete('jsapi');
      await sweepAt(40 * MINUTE);
      expect((await shop.settlePayment(aPaymentFor(first), 'notification')).kind).to.equal('settled');
      expect(await balance()).to.equal(100n);
    });
  });
});

/** Does `then` once, as soon as this attempt has ended and that is committed. */
function whenEnded(uow: MemoryUnitOfWork, { orderId }: PaymentAttempt, then: () => Promise<unknown>): UnitOfWork {
  let done = false;
  return {
    run: async (work) => {
      const result = await uow.run(work);
      const history = await uow.run(({ orders }) => orders.history(orderId));
      if (!done && history.at(-1)?.kind === 'attempt_ended') {
        done = true;
        await then();
      }
      return result;
    },
  };
}
