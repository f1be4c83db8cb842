import { expect } from 'chai';
import { MemoryUnitOfWork } from '../../../../src/adapters/memory/memory-unit-of-work.ts';
import type { GoneBack, ProviderRefund } from '../../../../src/domain/ordering/payment-gateway.ts';
import type { Refund } from '../../../../src/domain/ordering/refund.ts';
import { fen } from '../../../../src/domain/shared/fen.ts';
import type { OrderId } from '../../../../src/domain/shared/ids.ts';
import { points } from '../../../../src/domain/shared/points.ts';
import { aPaymentFor, aProviderRefund, OURS } from '../../../support/builders.ts';
import { aBuyerWithAnOrder, historyOf, theOrder } from '../../../support/customers.ts';
import { aNotification } from '../../../support/fake-gateway.ts';
import { newId } from '../../../support/ids.ts';
import { MINUTE, msAfter, NOON } from '../../../support/instants.ts';
import {
  aPaidBuyer,
  aRequestedRefund,
  aSentRefund,
  available,
  frozenFor,
  refundStory,
  refundsOfOrder,
  spend,
} from '../../../support/refunding.ts';
import { openShop, untilDone } from '../../../support/shop.ts';

describe('a refund that was made elsewhere', () => {
  let shop: ReturnType<typeof openShop<MemoryUnitOfWork>>;
  beforeEach(() => {
    shop = openShop(new MemoryUnitOfWork(NOON));
  });
  const notify = async (refund: ProviderRefund, mchid: string = OURS.mchid) => {
    const reading = { kind: 'refund', notificationId: newId(), mchid, refund, content: '{}' } as const;
    await shop.receiveNotification(aNotification(reading));
    return shop.handleNotification(reading.notificationId);
  };
  const theOnly = async (orderId: OrderId): Promise<Refund> => {
    const all = await refundsOfOrder(shop, orderId);
    expect(all).to.have.length(1);
    return all[0] as Refund;
  };
  const madeFor = (
    { outTradeNo }: { outTradeNo: ProviderRefund['outTradeNo'] },
    refundFen: number,
    status: ProviderRefund['status'] = 'succeeded',
  ) => aProviderRefund({ outTradeNo, refundFen: fen(refundFen), status });

  it('becomes one of ours, takes back its points, and moves the order', async () => {
    const bought = await aPaidBuyer(shop, { bonusPoints: points(20n) });
    const told = madeFor(bought, 495);
    expect(await notify(told)).to.equal('refund_noted');
    const refund = await theOnly(bought.order.id);
    expect(refund).to.deep.include({
      ...{ origin: 'elsewhere', status: 'succeeded', outRefundNo: told.outRefundNo, refundFen: 495 },
      ...{ requestedBy: null, shortfallPoints: 0n, providerRefundId: told.refundId },
    });
    expect(await frozenFor(shop, bought.userId, refund.id)).to.deep.equal({ state: 'burned', points: 60n });
    expect(await available(shop, bought.userId)).to.equal(60n);
    expect((await theOrder(shop, bought.order.id)).order).to.include({ status: 'partly_refunded', refundedFen: 495 });
    expect(await refundStory(shop, bought.order.id)).to.deep.equal([
      'refund_found notification',
      'refund_succeeded notification',
    ]);
    expect(shop.alarms).to.deep.equal([]);
  });

  it('is one, however often it is told, and by whom', async () => {
    const bought = await aPaidBuyer(shop);
    const told = madeFor(bought, 495);
    for (let times = 0; times < 3; times++) await notify(told);
    await shop.applyRefund({ mchid: OURS.mchid, refund: told }, 'bill');
    expect(await refundsOfOrder(shop, bought.order.id)).to.have.length(1);
    expect(await available(shop, bought.userId)).to.equal(50n);
  });

  it('takes back what is left where points are spent, and says how many were not there', async () => {
    const bought = await aPaidBuyer(shop);
    await spend(shop, bought.userId, 80n);
    await notify(madeFor(bought, 990));
    expect(await available(shop, bought.userId)).to.equal(0n);
    const [refund] = await refundsOfOrder(shop, bought.order.id);
    expect(refund).to.deep.include({ status: 'succeeded', shortfallPoints: 80n });
    expect((await theOrder(shop, bought.order.id)).order.status).to.equal('refunded');
    expect(shop.alarms).to.deep.equal(['refund_shortfall']);
    expect(shop.alarmDetails[0]).to.include({ shortfallPoints: '80', outTradeNo: bought.outTradeNo });
    const found = (await historyOf(shop, bought.order.id)).find(({ kind }) => kind === 'refund_found');
    expect(found?.detail).to.include({ shortfallPoints: '80' });
  });

  it('takes nothing where nothing is left, and leaves what other orders gave', async () => {
    const bought = await aPaidBuyer(shop);
    await spend(shop, bought.userId, 100n);
    const other = await aPaidBuyer(shop, { code: 'other' });
    await notify(madeFor(bought, 990));
    expect(await available(shop, other.userId)).to.equal(100n);
    expect((await refundsOfOrder(shop, bought.order.id))[0]).to.deep.include({ shortfallPoints: 100n });
  });

  it('that is under way freezes its points at once, and burns or returns them at its end', async () => {
    for (const [end, left] of [
      ['succeeded', 50n],
      ['closed', 100n],
    ] as const) {
      const bought = await aPaidBuyer(shop, { code: end });
      const told = madeFor(bought, 495, 'processing');
      const before = (await available(shop, bought.userId)) - 100n;
      await notify(told);
      expect(await available(shop, bought.userId)).to.equal(before + 50n);
      expect((await theOrder(shop, bought.order.id)).order.status).to.equal('paid');
      shop.gateway.tells({ ...told, status: end });
      shop.uow.now = msAfter(shop.uow.now, 2 * MINUTE);
      await shop.pollRefunds.run(untilDone);
      expect(await available(shop, bought.userId)).to.equal(before + left);
      expect((await refundsOfOrder(shop, bought.order.id))[0]?.status).to.equal(end === 'closed' ? 'failed' : end);
    }
  });

  it('that was closed before we heard of it is nothing', async () => {
    const bought = await aPaidBuyer(shop);
    expect(await notify(madeFor(bought, 495, 'closed'))).to.equal('refund_noted');
    expect(await refundsOfOrder(shop, bought.order.id)).to.deep.equal([]);
    expect([await available(shop, bought.userId), shop.alarms]).to.deep.equal([100n, []]);
  });

  it('that is abnormal keeps its points frozen, and calls a person', async () => {
    const bought = await aPaidBuyer(shop);
    await notify(madeFor(bought, 495, 'abnormal'));
    expect((await refundsOfOrder(shop, bought.order.id))[0]).to.include({ status: 'abnormal' });
    expect([await available(shop, bought.userId), shop.alarms]).to.deep.equal([50n, ['refund_abnormal']]);
  });

  it('of another merchant, or of more than was paid, moves nothing and calls a person', async () => {
    const bought = await aPaidBuyer(shop);
    expect(await notify(madeFor(bought, 495), '1999999999')).to.equal('mismatch');
    expect(await notify(madeFor(bought, 991))).to.equal('mismatch');
    expect(await refundsOfOrder(shop, bought.order.id)).to.deep.equal([]);
    expect([await available(shop, bought.userId), shop.alarms]).to.deep.equal([100n, Array(2).fill('refund_mismatch')]);
  });

  it('leaves less to be given back here', async () => {
    const bought = await aPaidBuyer(shop);
    await notify(madeFor(bought, 495));
    expect((await aRequestedRefund(shop, bought.order, 'all')).refundFen).to.equal(495);
  });

  it('that is in the way of one of ours lets it fail, and gives its points back', async () => {
    const bought = await aPaidBuyer(shop);
    await aRequestedRefund(shop, bought.order, 600);
    await notify(madeFor(bought, 600));
    expect(await available(shop, bought.userId)).to.equal(0n);
    shop.gateway.refunds.gives({ kind: 'rejected', reason: '申请退款金额超过订单可退金额' });
    await shop.sendRefunds.run(untilDone);
    expect((await refundsOfOrder(shop, bought.order.id)).map(({ status }) => status)).to.have.members([
      'failed',
      'succeeded',
    ]);
    expect(await available(shop, bought.userId)).to.equal(61n);
    expect(shop.alarms).to.deep.equal(['refund_shortfall', 'refund_failed']);
  });

  it('told before the payment asks for that first: credited, and taken back', async () => {
    const { userId, order, attempt, outTradeNo } = await aBuyerWithAnOrder(shop);
    shop.gateway.hasReceived(aPaymentFor(attempt));
    shop.gateway.goneBack = 'something';
    expect(await notify(madeFor({ outTradeNo }, 990))).to.equal('refund_noted');
    expect((await theOrder(shop, order.id)).order.status).to.equal('refunded');
    expect(await available(shop, userId)).to.equal(0n);
  });

  it('told of an order that nobody has paid moves nothing, and calls a person', async () => {
    const { order, outTradeNo } = await aBuyerWithAnOrder(shop);
    expect(await notify(madeFor({ outTradeNo }, 990))).to.equal('mismatch');
    expect((await theOrder(shop, order.id)).order.status).to.equal('pending');
    expect([shop.alarms, shop.gateway.asked]).to.deep.equal([['refund_mismatch'], [`query ${outTradeNo}`]]);
  });

  describe('found by asking about the payment', () => {
    const ask = (bought: { outTradeNo: ProviderRefund['outTradeNo'] }, goneBack: GoneBack) => {
      shop.gateway.goneBack = goneBack;
      return shop.queryAndSettle(bought.outTradeNo, 'poll');
    };
    const amounts = async ({ order }: Awaited<ReturnType<typeof aPaidBuyer>>) =>
      (await refundsOfOrder(shop, order.id)).map(({ origin, refundFen }) => [origin, refundFen]);

    it('is the difference to what we know, once for one total', async () => {
      const bought = await aPaidBuyer(shop);
      for (let times = 0; times < 3; times++) await ask(bought, { amountFen: fen(198) });
      expect(await amounts(bought)).to.deep.equal([['elsewhere', 198]]);
      await ask(bought, { amountFen: fen(495) });
      await ask(bought, { amountFen: fen(495) });
      expect(await amounts(bought)).to.deep.equal([
        ['elsewhere', 198],
        ['elsewhere', 297],
      ]);
      expect(await available(shop, bought.userId)).to.equal(50n);
      expect((await theOrder(shop, bought.order.id)).order).to.include({ refundedFen: 495 });
      const numbers = (await refundsOfOrder(shop, bought.order.id)).map(({ outRefundNo }) => outRefundNo);
      for (const number of numbers) expect(number).to.match(/^x[0-9a-f]{31}$/);
      expect(shop.alarms).to.deep.equal([]);
    });

    it('is nothing where all that went back is ours, also while its answer is lost', async () => {
      const bought = await aPaidBuyer(shop);
      await aRequestedRefund(shop, bought.order, 198);
      await ask(bought, { amountFen: fen(198) });
      await ask(bought, 'something');
      expect(await amounts(bought)).to.deep.equal([['operator', 198]]);
      expect(shop.alarms).to.deep.equal([]);
    });

    it('is the rest where ours is a part', async () => {
      const bought = await aPaidBuyer(shop);
      await aSentRefund(shop, bought.order, 198);
      await ask(bought, { amountFen: fen(297) });
      expect(await amounts(bought)).to.have.deep.members([
        ['operator', 198],
        ['elsewhere', 99],
      ]);
    });

    it('is an alarm where nobody tells how much', async () => {
      const bought = await aPaidBuyer(shop);
      await ask(bought, 'something');
      expect(await amounts(bought)).to.deep.equal([]);
      expect(shop.alarms).to.deep.equal(['refund_made_elsewhere']);
      expect(shop.alarmDetails[0]).to.include({ outTradeNo: bought.outTradeNo });
    });

    it('is looked for together with the payment itself', async () => {
      const { userId, order, attempt, outTradeNo } = await aBuyerWithAnOrder(shop);
      shop.gateway.hasReceived(aPaymentFor(attempt));
      await ask({ outTradeNo }, { amountFen: fen(990) });
      expect((await theOrder(shop, order.id)).order.status).to.equal('refunded');
      expect(await available(shop, userId)).to.equal(0n);
    });

    it('is not looked for in a payment that is not right', async () => {
      const { order, attempt, outTradeNo } = await aBuyerWithAnOrder(shop);
      shop.gateway.hasReceived(aPaymentFor(attempt, { amountFen: fen(1) }));
      await ask({ outTradeNo }, 'something');
      expect([shop.alarms, await refundsOfOrder(shop, order.id)]).to.deep.equal([['payment_mismatch'], []]);
    });
  });
});
