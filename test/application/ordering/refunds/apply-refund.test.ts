import { expect } from 'chai';
import { MemoryUnitOfWork } from '../../../../src/adapters/memory/memory-unit-of-work.ts';
import type { NotificationReading, ProviderRefund } from '../../../../src/domain/ordering/payment-gateway.ts';
import type { Refund } from '../../../../src/domain/ordering/refund.ts';
import type { Cause } from '../../../../src/domain/ordering/settlement.ts';
import { fen } from '../../../../src/domain/shared/fen.ts';
import type { OutTradeNo } from '../../../../src/domain/shared/ids.ts';
import { OURS } from '../../../support/builders.ts';
import { historyOf, theOrder } from '../../../support/customers.ts';
import { aNotification } from '../../../support/fake-gateway.ts';
import { newId } from '../../../support/ids.ts';
import { DAY, MINUTE, msAfter, NOON } from '../../../support/instants.ts';
import { toldOf } from '../../../support/refund-builders.ts';
import {
  aPaidBuyer,
  aRequestedRefund,
  aSentRefund,
  available,
  frozenFor,
  refundStory,
  theRefund,
} from '../../../support/refunding.ts';
import { openShop, untilDone } from '../../../support/shop.ts';

type Way = (refund: Refund, told: Partial<ProviderRefund>) => Promise<unknown>;

describe('the end of a refund', () => {
  let shop: ReturnType<typeof openShop<MemoryUnitOfWork>>;
  beforeEach(() => {
    shop = openShop(new MemoryUnitOfWork(NOON));
  });
  const notify = async (refund: ProviderRefund, mchid: string = OURS.mchid): Promise<unknown> => {
    const reading: NotificationReading = { kind: 'refund', notificationId: newId(), mchid, refund, content: '{}' };
    await shop.receiveNotification(aNotification(reading));
    return shop.handleNotification(reading.notificationId);
  };
  const orderOf = async ({ orderId }: Refund) => (await theOrder(shop, orderId)).order;

  /** Everybody who may tell. */
  const ways: Readonly<Record<Extract<Cause, 'answer' | 'poll' | 'notification' | 'bill'>, Way>> = {
    answer: (refund, told) => shop.applyRefund({ mchid: null, refund: toldOf(refund, told) }, 'answer'),
    poll: async (refund, told) => {
      shop.gateway.tells(toldOf(refund, told));
      shop.uow.now = msAfter(NOON, MINUTE);
      await shop.pollRefunds.run(untilDone);
    },
    notification: (refund, told) => notify(toldOf(refund, told)),
    bill: (refund, told) => shop.applyRefund({ mchid: OURS.mchid, refund: toldOf(refund, told) }, 'bill'),
  };

  for (const [cause, tell] of Object.entries(ways)) {
    it(`is the same, told by ${cause}: succeeded burns the points and moves the order`, async () => {
      const { userId, order } = await aPaidBuyer(shop);
      const refund = await aSentRefund(shop, order, 495);
      const succeededAt = msAfter(NOON, 30_000);
      await tell(refund, { status: 'succeeded', succeededAt });
      expect(await theRefund(shop, refund.id)).to.deep.include({ status: 'succeeded', succeededAt });
      expect(await orderOf(refund)).to.deep.equal({ ...order, status: 'partly_refunded', refundedFen: 495 });
      expect(await frozenFor(shop, userId, refund.id)).to.deep.equal({ state: 'burned', points: 50n });
      expect(await available(shop, userId)).to.equal(50n);
      expect(await refundStory(shop, order.id)).to.deep.equal([
        'refund_requested operator',
        `refund_succeeded ${cause}`,
      ]);
      expect(shop.alarms).to.deep.equal([]);
    });

    it(`is the same, told by ${cause}: closed gives the points back, and calls a person`, async () => {
      const { userId, order } = await aPaidBuyer(shop);
      const refund = await aSentRefund(shop, order, 495);
      await tell(refund, { status: 'closed' });
      expect(await theRefund(shop, refund.id)).to.include({ status: 'failed' });
      expect(await orderOf(refund)).to.deep.equal(order);
      expect(await frozenFor(shop, userId, refund.id)).to.deep.equal({ state: 'released', points: 50n });
      expect(await available(shop, userId)).to.equal(100n);
      expect(await refundStory(shop, order.id)).to.deep.equal(['refund_requested operator', `refund_failed ${cause}`]);
      expect(shop.alarms).to.deep.equal(['refund_failed']);
      expect((await aSentRefund(shop, order, 495)).status, 'and it may be asked for again').to.equal('processing');
    });

    it(`is not there yet, told by ${cause}: abnormal keeps the points frozen, and calls a person`, async () => {
      const { userId, order } = await aPaidBuyer(shop);
      const refund = await aSentRefund(shop, order, 495);
      await tell(refund, { status: 'abnormal' });
      expect(await theRefund(shop, refund.id)).to.include({ status: 'abnormal' });
      expect(await frozenFor(shop, userId, refund.id)).to.deep.equal({ state: 'frozen', points: 50n });
      expect(await refundStory(shop, order.id)).to.deep.equal([
        'refund_requested operator',
        `refund_abnormal ${cause}`,
      ]);
      expect(shop.alarms).to.deep.equal(['refund_abnormal']);
      await tell(refund, { status: 'succeeded' });
      expect(await theRefund(shop, refund.id)).to.include({ status: 'succeeded' });
    });
  }

  it('is one, however often and by whomever it is told', async () => {
    const { userId, order } = await aPaidBuyer(shop);
    const refund = await aSentRefund(shop, order, 495);
    for (const tell of [...Object.values(ways), ...Object.values(ways)]) await tell(refund, { status: 'succeeded' });
    expect((await orderOf(refund)).status).to.equal('partly_refunded');
    expect(await refundStory(shop, order.id)).to.have.length(2);
    expect(await available(shop, userId)).to.equal(50n);
    expect([shop.alarms, shop.reported]).to.deep.equal([[], []]);
  });

  it('of the last part makes the order refunded', async () => {
    const { userId, order } = await aPaidBuyer(shop);
    for (const part of [297, 297, 'all'] as const) {
      const refund = await aSentRefund(shop, order, part);
      await ways.poll(refund, { status: 'succeeded' });
      shop.uow.now = NOON;
    }
    expect((await theOrder(shop, order.id)).order).to.include({ status: 'refunded', refundedFen: 990 });
    expect(await available(shop, userId)).to.equal(0n);
  });

  it('may come after old news, which change nothing', async () => {
    const { order } = await aPaidBuyer(shop);
    const refund = await aSentRefund(shop, order, 495);
    await ways.notification(refund, { status: 'succeeded' });
    await ways.answer(refund, { status: 'processing' });
    expect(await theRefund(shop, refund.id)).to.include({ status: 'succeeded' });
  });

  it('that contradicts an earlier end moves nothing, and calls a person', async () => {
    const { userId, order } = await aPaidBuyer(shop);
    const refund = await aSentRefund(shop, order, 495);
    await ways.notification(refund, { status: 'closed' });
    shop.alarms.length = 0;
    expect(await ways.notification(refund, { status: 'succeeded' })).to.equal('mismatch');
    expect(await theRefund(shop, refund.id)).to.include({ status: 'failed' });
    expect(await available(shop, userId)).to.equal(100n);
    expect(shop.alarms).to.deep.equal(['refund_mismatch']);
    expect(shop.alarmDetails.at(-1)).to.include({ field: 'status', expected: 'failed', actual: 'succeeded' });
  });

  describe('told by a notification', () => {
    it('is noted, once for one notification', async () => {
      const { order } = await aPaidBuyer(shop);
      const refund = await aSentRefund(shop, order, 495);
      const told = toldOf(refund, { status: 'succeeded', succeededAt: NOON });
      const reading = {
        kind: 'refund',
        notificationId: 'n-1',
        mchid: OURS.mchid,
        refund: told,
        content: '{}',
      } as const;
      for (let times = 0; times < 3; times++) {
        await shop.receiveNotification(aNotification(reading));
        expect(await shop.handleNotification('n-1')).to.equal('refund_noted');
      }
      expect((await orderOf(refund)).status).to.equal('partly_refunded');
    });

    const wrong: Readonly<Record<string, (refund: Refund) => [Partial<ProviderRefund>, string]>> = {
      mchid: () => [{}, '1999999999'],
      amount: () => [{ refundFen: fen(494) }, OURS.mchid],
    };
    for (const [field, change] of Object.entries(wrong)) {
      it(`with another ${field} moves nothing, and calls a person`, async () => {
        const { userId, order } = await aPaidBuyer(shop);
        const refund = await aSentRefund(shop, order, 495);
        const [told, mchid] = change(refund);
        expect(await notify(toldOf(refund, { status: 'succeeded', ...told }), mchid)).to.equal('mismatch');
        expect(await theRefund(shop, refund.id)).to.include({ status: 'processing' });
        expect(await orderOf(refund)).to.deep.equal(order);
        expect(await frozenFor(shop, userId, refund.id)).to.include({ state: 'frozen' });
        expect(shop.alarms).to.deep.equal(['refund_mismatch']);
        expect(shop.alarmDetails[0]).to.include({ field, outRefundNo: refund.outRefundNo });
      });
    }

    it('for another order’s number moves nothing, and calls a person', async () => {
      const [one, other] = [await aPaidBuyer(shop), await aPaidBuyer(shop, { code: 'other' })];
      const refund = await aSentRefund(shop, one.order, 495);
      const told = toldOf(refund, { status: 'succeeded', outTradeNo: other.outTradeNo });
      expect(await notify(told)).to.equal('mismatch');
      expect(await theRefund(shop, refund.id)).to.include({ status: 'processing' });
      expect((await theOrder(shop, other.order.id)).order).to.deep.equal(other.order);
      expect(shop.alarms).to.deep.equal(['refund_mismatch']);
    });

    it('for a number that is not ours is kept, and calls a person', async () => {
      const { order } = await aPaidBuyer(shop);
      const refund = await aSentRefund(shop, order, 495);
      expect(await notify(toldOf(refund, { outTradeNo: 'f'.repeat(32) as OutTradeNo }))).to.equal('unknown_order');
      expect(shop.alarms).to.deep.equal(['refund_mismatch']);
    });

    it('of a refund that waits for approval is a contradiction', async () => {
      const { order } = await aPaidBuyer(openShop(shop.uow));
      const limited = openShop(shop.uow, { approvalLimitFen: fen(1) });
      const refund = await aRequestedRefund(limited, order, 495);
      expect(await notify(toldOf(refund, { status: 'succeeded' }))).to.equal('mismatch');
      expect(await theRefund(shop, refund.id)).to.include({ status: 'awaiting_approval' });
    });
  });

  describe('that only questions find', () => {
    const pollAt = async (ms: number): Promise<number> => {
      shop.uow.now = msAfter(NOON, ms);
      const before = shop.gateway.asked.length;
      await shop.pollRefunds.run(untilDone);
      return shop.gateway.asked.length - before;
    };

    it('is asked for after 1, 5, 10, 20 and then every 30 minutes, and not after the end', async () => {
      const { order } = await aPaidBuyer(shop);
      const refund = await aSentRefund(shop, order, 495);
      const askedAt: number[] = [];
      for (let minute = 0; minute <= 130; minute++) if ((await pollAt(minute * MINUTE)) > 0) askedAt.push(minute);
      expect(askedAt).to.deep.equal([1, 6, 16, 36, 66, 96, 126]);
      shop.gateway.tells(toldOf(refund, { status: 'succeeded' }));
      expect(await pollAt(156 * MINUTE)).to.equal(1);
      expect(await pollAt(10 * DAY)).to.equal(0);
      expect(await theRefund(shop, refund.id)).to.include({ status: 'succeeded' });
    });

    it('is asked for while it is abnormal, and found when somebody has dealt with it', async () => {
      const { order } = await aPaidBuyer(shop);
      const refund = await aSentRefund(shop, order, 495);
      shop.gateway.tells(toldOf(refund, { status: 'abnormal' }));
      await pollAt(MINUTE);
      await pollAt(60 * MINUTE);
      expect(shop.alarms, 'one, though it was asked twice').to.deep.equal(['refund_abnormal']);
      shop.gateway.tells(toldOf(refund, { status: 'succeeded' }));
      await pollAt(3 * DAY);
      expect((await orderOf(refund)).status).to.equal('partly_refunded');
      expect((await historyOf(shop, order.id)).at(-1)).to.include({ kind: 'refund_succeeded', cause: 'poll' });
    });

    it('is asked for once a day after 400 days', async () => {
      const { order } = await aPaidBuyer(shop);
      await aSentRefund(shop, order, 495);
      await pollAt(401 * DAY);
      expect([await pollAt(402 * DAY - MINUTE), await pollAt(402 * DAY)]).to.deep.equal([0, 1]);
    });

    it('is waited for, with an alarm, where the provider has forgotten the refund', async () => {
      const { order } = await aPaidBuyer(shop);
      const refund = await aSentRefund(shop, order, 495);
      shop.gateway.queryRefund = async () => ({ kind: 'unknown' });
      await pollAt(MINUTE);
      expect(await theRefund(shop, refund.id)).to.include({ status: 'processing' });
      expect(shop.alarms).to.deep.equal(['refund_mismatch']);
      expect(shop.alarmDetails[0]).to.include({ field: 'status', actual: 'unknown', outRefundNo: refund.outRefundNo });
    });

    it('is waited for, with an alarm, where no gateway can ask any more', async () => {
      const { order } = await aPaidBuyer(shop);
      await aSentRefund(shop, order, 495);
      shop.gateway.mchid = '1999999999';
      expect(await pollAt(MINUTE)).to.equal(0);
      expect(shop.alarms).to.deep.equal(['attempt_of_another_merchant']);
    });
  });
});
