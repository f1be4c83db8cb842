import { expect } from 'chai';
import { useNotificationReceiver } from '../support/notification-receiver.ts';
import { aPaidOrder } from '../support/paid-order.ts';
import { aRefund } from '../support/refund-builder.ts';
import type { NotificationEnvelope } from '../support/sealed-resource.ts';
import { useSimulatedWechat } from '../support/simulated-wechat.ts';
import { isSignedByWechat, openResource } from '../support/verify-wechat.ts';

describe('An accepted refund', () => {
  const wechat = useSimulatedWechat();
  const receiver = useNotificationReceiver();
  const usual = { delay_seconds: 5, outcome: 'SUCCESS', refuse: null, notify: true, enforce_minute: true };
  afterEach(() => wechat.control.planRefunds(usual));

  const accepted = async (changes: object = {}) => {
    const order = await aPaidOrder(wechat, { order: { notify_url: receiver.url } });
    const request = aRefund(order, {}, changes);
    await wechat.merchant.refund(request);
    return { ...order, outRefundNo: request.out_refund_no };
  };
  const stateOf = async (outRefundNo: string) => (await wechat.merchant.queryRefund(outRefundNo)).json['status'];
  const opened = (index = 0): { envelope: NotificationEnvelope; refund: Record<string, unknown> } => {
    const envelope = JSON.parse(receiver.received[index]?.body ?? '') as NotificationEnvelope;
    const text = openResource(envelope.resource, wechat.simulator.credentials.apiV3Key);
    return { envelope, refund: JSON.parse(text) as Record<string, unknown> };
  };

  it('is under way for five seconds of business time, and then a success', async () => {
    const { outRefundNo } = await accepted();
    const { json: before } = await wechat.merchant.queryRefund(outRefundNo);
    expect(before['status']).to.equal('PROCESSING');
    expect(before).to.not.have.property('success_time');
    await wechat.control.advance(5);
    const { json: after } = await wechat.merchant.queryRefund(outRefundNo);
    expect(after['status']).to.equal('SUCCESS');
    const tookMs = Date.parse(String(after['success_time'])) - Date.parse(String(after['create_time']));
    expect(tookMs).to.equal(5000);
  });

  it('makes the order a REFUND at once and for good, even when it is closed', async () => {
    const { outTradeNo, outRefundNo } = await accepted();
    const { json } = await wechat.merchant.query(outTradeNo);
    expect(json).to.include({ trade_state: 'REFUND', trade_state_desc: '订单发生过退款，退款详情请查询退款单' });
    expect(json).to.have.any.keys('transaction_id', 'success_time');
    await wechat.control.post(`/refunds/${outRefundNo}/complete`, { status: 'CLOSED' });
    expect((await wechat.merchant.query(outTradeNo)).json['trade_state']).to.equal('REFUND');
    expect((await wechat.merchant.close(outTradeNo)).json['code']).to.equal('ORDERPAID');
    expect((await wechat.control.pay(outTradeNo)).status).to.equal(409);
  });

  it('is told of by a signed and encrypted notification', async () => {
    const { outTradeNo, outRefundNo, transactionId } = await accepted();
    await wechat.control.advance(5);
    await receiver.until(1);
    const [{ header, body } = expect.fail('nothing received')] = receiver.received;
    expect(isSignedByWechat(header, body, wechat.simulator.credentials.publicKeyPem)).to.equal(true);
    const { envelope, refund } = opened();
    expect(envelope).to.include({
      event_type: 'REFUND.SUCCESS',
      resource_type: 'encrypt-resource',
      summary: '退款成功',
    });
    expect(envelope.resource).to.include({ original_type: 'refund', associated_data: 'refund' });
    const { json: queried } = await wechat.merchant.queryRefund(outRefundNo);
    expect(refund).to.deep.equal({
      mchid: wechat.simulator.credentials.mchid,
      transaction_id: transactionId,
      out_trade_no: outTradeNo,
      refund_id: queried['refund_id'],
      out_refund_no: outRefundNo,
      refund_status: 'SUCCESS',
      success_time: queried['success_time'],
      user_received_account: '支付用户零钱',
      amount: { total: 990, refund: 990, payer_total: 990, payer_refund: 990 },
    });
  });

  const failures: readonly (readonly [string, string])[] = [
    ['CLOSED', '退款关闭'],
    ['ABNORMAL', '退款异常'],
  ];
  for (const [outcome, summary] of failures) {
    it(`ends ${outcome} where the plan says so, and has no success_time`, async () => {
      await wechat.control.planRefunds({ outcome, delay_seconds: 60 });
      const { outRefundNo } = await accepted();
      await wechat.control.advance(50);
      expect(await stateOf(outRefundNo)).to.equal('PROCESSING');
      await wechat.control.advance(10);
      await receiver.until(1);
      const { json } = await wechat.merchant.queryRefund(outRefundNo);
      expect(json['status']).to.equal(outcome);
      const { envelope, refund } = opened();
      expect(envelope).to.include({ event_type: `REFUND.${outcome}`, summary });
      expect(refund['refund_status']).to.equal(outcome);
      for (const answer of [json, refund]) expect(answer).to.not.have.property('success_time');
    });
  }

  it('keeps the end that was planned when it was accepted', async () => {
    const { outRefundNo } = await accepted();
    await wechat.control.planRefunds({ outcome: 'CLOSED', delay_seconds: 3600 });
    await wechat.control.advance(5);
    expect(await stateOf(outRefundNo)).to.equal('SUCCESS');
  });

  it('notifies its own address rather than that of the order', async () => {
    const order = await aPaidOrder(wechat, { order: { notify_url: 'http://127.0.0.1:9/order' } });
    await wechat.merchant.refund(aRefund(order, {}, { notify_url: receiver.url }));
    await wechat.control.advance(5);
    await receiver.until(1);
    expect(opened().envelope.event_type).to.equal('REFUND.SUCCESS');
  });

  it('is told of again by the schedule of payments until somebody takes it', async () => {
    receiver.reply({ status: 500 }, { status: 500 }, { status: 204 });
    const { outRefundNo } = await accepted();
    await wechat.control.advance(5 + 30);
    await wechat.control.advance(0);
    const { notification } = await wechat.control.refund(outRefundNo);
    expect(notification?.status).to.equal('delivered');
    const times = notification?.attempts.map(({ at }) => Date.parse(at) / 1000) ?? [];
    expect(times.map((time) => time - (times[0] ?? 0))).to.deep.equal([0, 15, 30]);
  });

  it('is not told of where the plan says so, until it is done by hand', async () => {
    await wechat.control.planRefunds({ notify: false });
    const { outRefundNo } = await accepted();
    await wechat.control.advance(86_400);
    expect(receiver.received).to.have.length(0);
    const { json } = await wechat.control.post(`/refunds/${outRefundNo}/notifications`, { times: 2 });
    expect(json).to.deep.equal({ statuses: [204, 204] });
  });

  it('ends by itself, without anybody moving the clock', async () => {
    await wechat.control.planRefunds({ delay_seconds: 0.05 });
    await accepted();
    await receiver.until(1);
    expect(opened().refund['refund_status']).to.equal('SUCCESS');
  });
});

describe('The refund plan', () => {
  const wechat = useSimulatedWechat();

  it('is changed in parts and answered as a whole', async () => {
    const usual = { delay_seconds: 5, outcome: 'SUCCESS', refuse: null, notify: true, enforce_minute: true };
    expect((await wechat.control.get('/refund-plan')).json).to.deep.equal(usual);
    const changed = await wechat.control.planRefunds({ outcome: 'ABNORMAL', refuse: 'NOT_ENOUGH' });
    expect(changed.json).to.deep.equal({ ...usual, outcome: 'ABNORMAL', refuse: 'NOT_ENOUGH' });
    const again = await wechat.control.planRefunds({ delay_seconds: 0, notify: false });
    const now = { delay_seconds: 0, outcome: 'ABNORMAL', refuse: 'NOT_ENOUGH', notify: false, enforce_minute: true };
    expect(again.json).to.deep.equal(now);
    expect((await wechat.control.get('/refund-plan')).json).to.deep.equal(now);
  });

  it('refuses what it does not know', async () => {
    for (const wrong of [{ outcome: 'PROCESSING' }, { delay: 5 }, { delay_seconds: -1 }]) {
      expect((await wechat.control.planRefunds(wrong)).status).to.equal(400);
    }
  });
});
