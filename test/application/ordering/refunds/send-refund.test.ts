import { expect } from 'chai';
import { MemoryUnitOfWork } from '../../../../src/adapters/memory/memory-unit-of-work.ts';
import { Unavailable } from '../../../../src/domain/shared/faults.ts';
import { fen } from '../../../../src/domain/shared/fen.ts';
import { historyOf } from '../../../support/customers.ts';
import { eventually } from '../../../support/http/eventually.ts';
import { DAY, MINUTE, msAfter, NOON, SECOND } from '../../../support/instants.ts';
import { toldOf } from '../../../support/refund-builders.ts';
import {
  aPaidBuyer,
  aRequestedRefund,
  available,
  frozenFor,
  refundStory,
  theRefund,
} from '../../../support/refunding.ts';
import { openShop, untilDone } from '../../../support/shop.ts';

describe('send a refund', () => {
  let shop: ReturnType<typeof openShop<MemoryUnitOfWork>>;
  beforeEach(() => {
    shop = openShop(new MemoryUnitOfWork(NOON));
  });
  const sendAt = async (ms: number): Promise<number> => {
    shop.uow.now = msAfter(NOON, ms);
    const before = shop.gateway.refundsSent.length;
    await shop.sendRefunds.run(untilDone);
    return shop.gateway.refundsSent.length - before;
  };

  it('asks the provider for what was agreed, and waits for its word', async () => {
    const { userId, order, payment } = await aPaidBuyer(shop);
    const refund = await aRequestedRefund(shop, order, 99);
    expect(await sendAt(0)).to.equal(1);
    expect(shop.gateway.refundsSent[0]?.refund).to.deep.equal({
      outRefundNo: refund.outRefundNo,
      outTradeNo: payment.outTradeNo,
      transactionId: payment.transactionId,
      payerOpenid: payment.payerOpenid,
      refundFen: 99,
      paidFen: 990,
      leftFen: 990,
      reason: '用户申请退款',
    });
    expect(await theRefund(shop, refund.id)).to.include({ status: 'processing' });
    expect(await frozenFor(shop, userId, refund.id)).to.deep.equal({ state: 'frozen', points: 10n });
    expect(await sendAt(DAY), 'accepted is accepted').to.equal(0);
  });

  it('tells the provider what it still holds of the payment', async () => {
    const { order } = await aPaidBuyer(shop);
    for (const amount of [99, 198]) {
      await aRequestedRefund(shop, order, amount);
      await sendAt(0);
    }
    expect(shop.gateway.refundsSent.map(({ refund }) => refund.leftFen)).to.deep.equal([990, 891]);
  });

  it('goes through the gateway of the payment, and leaves the other alone', async () => {
    const { order } = await aPaidBuyer(shop);
    await aRequestedRefund(shop, order, 99);
    await sendAt(0);
    expect([shop.gateway.refundsSent.length, shop.nativeGateway.refundsSent.length]).to.deep.equal([1, 0]);
  });

  it('sends the very same again while there is no answer: after 10, 30, 60, 300 … seconds, and for ever', async () => {
    const { userId, order } = await aPaidBuyer(shop);
    const { id } = await aRequestedRefund(shop, order, 99);
    const fault = new Unavailable('wechat_pay');
    shop.gateway.refunds.gives(...Array.from({ length: 12 }, () => fault));
    const sentAt: number[] = [];
    for (let second = 0; second <= 20_000; second += 10) if ((await sendAt(second * SECOND)) > 0) sentAt.push(second);
    expect(sentAt).to.deep.equal([0, 10, 40, 100, 400, 1_000, 2_800, 6_400, 10_000, 13_600, 17_200]);
    expect(new Set(shop.gateway.refundsSent.map(({ body }) => body)), 'different texts').to.have.property('size', 1);
    expect(new Set(shop.reported)).to.deep.equal(new Set([fault]));
    expect(await theRefund(shop, id)).to.include({ status: 'approved' });
    expect(await available(shop, userId)).to.equal(90n);
  });

  it('keeps what it sends before it sends it', async () => {
    const { order } = await aPaidBuyer(shop);
    const { id } = await aRequestedRefund(shop, order, 99);
    let kept: string | undefined;
    shop.gateway.refunds.gives(async () => {
      const refund = await theRefund(shop, id);
      kept = refund.status === 'approved' ? refund.frozen?.body : undefined;
      return { kind: 'not_yet' };
    });
    await sendAt(0);
    expect(kept).to.equal(shop.gateway.refundsSent[0]?.body).and.to.be.a('string');
  });

  it('is the only one that asks while it asks', async () => {
    const { order } = await aPaidBuyer(shop);
    await aRequestedRefund(shop, order, 99);
    shop.gateway.refunds.gives(async () => {
      await shop.sendRefunds.run(untilDone);
      return { kind: 'not_yet' };
    });
    expect(await sendAt(0)).to.equal(1);
  });

  it('sends again half a minute later when whoever sent has died, however far off the next try is', async () => {
    const { order } = await aPaidBuyer(shop);
    await aRequestedRefund(shop, order, 99);
    shop.gateway.refunds.gives(...Array.from({ length: 4 }, () => ({ kind: 'not_yet' as const })));
    for (const second of [0, 10, 40, 100]) expect(await sendAt(second * SECOND)).to.equal(1);
    shop.gateway.refunds.gives(() => new Promise(() => {}));
    shop.uow.now = msAfter(NOON, 400 * SECOND);
    void shop.sendRefunds.run(untilDone);
    await eventually(async () => expect(shop.gateway.refundsSent).to.have.length(5));
    expect([await sendAt(429 * SECOND), await sendAt(430 * SECOND)]).to.deep.equal([0, 1]);
  });

  it('calls a person when there has been no answer for a day, and goes on', async () => {
    const { order } = await aPaidBuyer(shop);
    await aRequestedRefund(shop, order, 99);
    shop.gateway.refunds.gives(...Array.from({ length: 4 }, () => new Unavailable('wechat_pay')));
    await sendAt(0);
    await sendAt(DAY - 1);
    expect(shop.alarms).to.deep.equal([]);
    await sendAt(DAY + 60 * MINUTE);
    expect(shop.alarms).to.deep.equal(['refund_stuck']);
    shop.gateway.refunds.gives({ kind: 'not_yet' });
    await sendAt(2 * DAY);
    await sendAt(3 * DAY);
    expect(shop.alarms).to.deep.equal(['refund_stuck', 'refund_stuck', 'refund_stuck']);
  });

  it('that the provider does not take yet is sent again on schedule', async () => {
    const { order } = await aPaidBuyer(shop);
    const { id } = await aRequestedRefund(shop, order, 99);
    shop.gateway.refunds.gives({ kind: 'not_yet' });
    expect([await sendAt(0), await sendAt(9 * SECOND), await sendAt(10 * SECOND)]).to.deep.equal([1, 0, 1]);
    expect(await theRefund(shop, id)).to.include({ status: 'processing' });
    expect([shop.alarms, shop.reported]).to.deep.equal([[], []]);
  });

  it('that the balance does not cover is tried every hour, with an alarm each time, until it does', async () => {
    const { userId, order } = await aPaidBuyer(shop);
    const { id, outRefundNo } = await aRequestedRefund(shop, order, 99);
    shop.gateway.refunds.gives({ kind: 'balance_too_low' }, { kind: 'balance_too_low' });
    const sentAt: number[] = [];
    for (let minute = 0; minute <= 200; minute++) if ((await sendAt(minute * MINUTE)) > 0) sentAt.push(minute);
    expect(sentAt).to.deep.equal([0, 60, 120]);
    expect(shop.alarms).to.deep.equal(['refund_balance_too_low', 'refund_balance_too_low']);
    expect(shop.alarmDetails[0]).to.include({ outRefundNo });
    expect(await theRefund(shop, id)).to.include({ status: 'processing' });
    expect(await available(shop, userId)).to.equal(90n);
  });

  it('that the provider will never take fails once the provider knows nothing of it, and gives the points back', async () => {
    const { userId, order } = await aPaidBuyer(shop);
    const { id, outRefundNo } = await aRequestedRefund(shop, order, 99);
    shop.gateway.refunds.gives({ kind: 'rejected', reason: '用户账户异常' });
    await sendAt(0);
    expect(shop.gateway.asked).to.deep.equal([`refund ${outRefundNo}`]);
    expect(await theRefund(shop, id)).to.include({ status: 'failed', failure: '用户账户异常', providerRefundId: null });
    expect(await frozenFor(shop, userId, id)).to.include({ state: 'released' });
    expect(await available(shop, userId)).to.equal(100n);
    expect(shop.alarms).to.deep.equal(['refund_failed']);
    expect(await refundStory(shop, order.id)).to.deep.equal(['refund_requested operator', 'refund_failed answer']);
    expect((await historyOf(shop, order.id)).at(-1)?.detail).to.include({ failure: '用户账户异常' });
    expect(await sendAt(DAY)).to.equal(0);
  });

  it('that is rejected, but known to the provider from a try before, goes on as the provider says', async () => {
    const { userId, order } = await aPaidBuyer(shop);
    const refund = await aRequestedRefund(shop, order, 99);
    shop.gateway.tells(toldOf(refund, { status: 'succeeded' }));
    shop.gateway.refunds.gives({ kind: 'rejected', reason: 'the number is used' });
    await sendAt(0);
    expect(await theRefund(shop, refund.id)).to.include({ status: 'succeeded' });
    expect(await frozenFor(shop, userId, refund.id)).to.include({ state: 'burned' });
    expect(shop.alarms).to.deep.equal([]);
  });

  it('that is rejected fails only with an answer: without one it is asked again', async () => {
    const { userId, order } = await aPaidBuyer(shop);
    const { id } = await aRequestedRefund(shop, order, 99);
    shop.gateway.refunds.gives({ kind: 'rejected', reason: 'no' }, { kind: 'rejected', reason: 'no' });
    const { queryRefund } = shop.gateway;
    shop.gateway.queryRefund = async () => {
      throw new Unavailable('wechat_pay');
    };
    await sendAt(0);
    expect(await theRefund(shop, id)).to.include({ status: 'approved' });
    expect(await available(shop, userId)).to.equal(90n);
    shop.gateway.queryRefund = queryRefund;
    await sendAt(MINUTE);
    expect(await theRefund(shop, id)).to.include({ status: 'failed' });
  });

  it('whose notification overtakes the answer is at its end before the answer comes', async () => {
    const { userId, order } = await aPaidBuyer(shop);
    const refund = await aRequestedRefund(shop, order, 99);
    shop.gateway.refunds.gives(async () => {
      await shop.applyRefund(
        { mchid: shop.gateway.mchid, refund: toldOf(refund, { status: 'succeeded' }) },
        'notification',
      );
      return { kind: 'accepted', refund: toldOf(refund) };
    });
    await sendAt(0);
    expect(await theRefund(shop, refund.id)).to.include({ status: 'succeeded' });
    expect(await frozenFor(shop, userId, refund.id)).to.deep.equal({ state: 'burned', points: 10n });
    expect(await refundStory(shop, order.id)).to.deep.equal([
      'refund_requested operator',
      'refund_succeeded notification',
    ]);
  });

  it('whose answer is of another amount moves nothing, and calls a person', async () => {
    const { order } = await aPaidBuyer(shop);
    const refund = await aRequestedRefund(shop, order, 99);
    shop.gateway.refunds.gives({ kind: 'accepted', refund: toldOf(refund, { refundFen: fen(98) }) });
    await sendAt(0);
    expect(await theRefund(shop, refund.id)).to.include({ status: 'approved' });
    expect(shop.alarms).to.deep.equal(['refund_mismatch']);
    expect(shop.alarmDetails[0]).to.include({ field: 'amount', expected: '99', actual: '98' });
  });

  it('of a merchant that is not configured any more is kept, with an alarm', async () => {
    const { order } = await aPaidBuyer(shop);
    const { id } = await aRequestedRefund(shop, order, 99);
    shop.gateway.mchid = '1999999999';
    await sendAt(0);
    expect([shop.gateway.refundsSent.length, shop.alarms]).to.deep.equal([0, ['attempt_of_another_merchant']]);
    expect(await theRefund(shop, id)).to.include({ status: 'approved' });
  });

  it('that fails does not keep the next one from being sent', async () => {
    const [one, other] = [await aPaidBuyer(shop), await aPaidBuyer(shop, { code: 'other' })];
    await aRequestedRefund(shop, one.order, 99);
    const second = await aRequestedRefund(shop, other.order, 99);
    shop.gateway.refunds.gives(new Error('a broken row'));
    await sendAt(0);
    expect(shop.reported.map(String)).to.deep.equal(['Error: a broken row']);
    expect(await theRefund(shop, second.id)).to.include({ status: 'processing' });
  });

  it('is done by nobody for one that is already sent', async () => {
    const { order } = await aPaidBuyer(shop);
    const { id } = await aRequestedRefund(shop, order, 99);
    expect([await shop.sendRefund(id), await shop.sendRefund(id)]).to.deep.equal(['answered', 'not_to_be_sent']);
    expect(shop.gateway.refundsSent).to.have.length(1);
  });
});
