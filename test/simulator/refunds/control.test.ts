import { expect } from 'chai';
import { useNotificationReceiver } from '../support/notification-receiver.ts';
import { aNativeOrder } from '../support/order-builder.ts';
import { aPaidOrder } from '../support/paid-order.ts';
import { aRefund, newOutRefundNo } from '../support/refund-builder.ts';
import type { NotificationEnvelope } from '../support/sealed-resource.ts';
import { useSimulatedWechat } from '../support/simulated-wechat.ts';
import { isSignedByWechat } from '../support/verify-wechat.ts';

describe('A refund made in the merchant console', () => {
  const wechat = useSimulatedWechat();
  const receiver = useNotificationReceiver();
  const byHand = (outTradeNo: string, content: object) => wechat.control.post(`/orders/${outTradeNo}/refund`, content);

  it('comes uninvited: the order is a REFUND, and the notification is of a number unknown to the merchant', async () => {
    const { outTradeNo } = await aPaidOrder(wechat, { order: { notify_url: receiver.url } });
    const { status, json } = await byHand(outTradeNo, { amount_fen: 300 });
    expect(status).to.equal(200);
    expect(json).to.have.all.keys('refund_id', 'out_refund_no');
    expect((await wechat.merchant.query(outTradeNo)).json['trade_state']).to.equal('REFUND');
    await wechat.control.advance(5);
    await receiver.until(1);
    const { json: queried } = await wechat.merchant.queryRefund(String(json['out_refund_no']));
    expect(queried).to.include({ status: 'SUCCESS', refund_id: json['refund_id'] });
    expect((await wechat.control.refund(String(json['out_refund_no']))).origin).to.equal('console');
  });

  it('may be given a number, and may be kept quiet', async () => {
    const { outTradeNo } = await aPaidOrder(wechat, { order: { notify_url: receiver.url } });
    const outRefundNo = newOutRefundNo();
    const { json } = await byHand(outTradeNo, { amount_fen: 990, out_refund_no: outRefundNo, notify: false });
    expect(json['out_refund_no']).to.equal(outRefundNo);
    await wechat.control.advance(86_400);
    expect(receiver.received).to.have.length(0);
    expect((await wechat.control.refund(outRefundNo)).notification?.status).to.equal('withheld');
  });

  it('needs no minute between two, and cannot exceed what is left', async () => {
    const { outTradeNo } = await aPaidOrder(wechat);
    expect((await byHand(outTradeNo, { amount_fen: 500 })).status).to.equal(200);
    expect((await byHand(outTradeNo, { amount_fen: 490 })).status).to.equal(200);
    expect((await byHand(outTradeNo, { amount_fen: 1 })).json).to.deep.equal({ message: '订单已全额退款' });
  });

  it('is refused for an order that is unpaid, unknown, or for a number in use', async () => {
    const order = aNativeOrder(wechat.simulator.credentials);
    await wechat.merchant.native(order);
    expect((await byHand(order.out_trade_no, { amount_fen: 1 })).status).to.equal(409);
    expect((await byHand('UNKNOWN1', { amount_fen: 1 })).status).to.equal(404);
    const { outTradeNo } = await aPaidOrder(wechat);
    const outRefundNo = newOutRefundNo();
    await byHand(outTradeNo, { amount_fen: 1, out_refund_no: outRefundNo });
    expect((await byHand(outTradeNo, { amount_fen: 1, out_refund_no: outRefundNo })).status).to.equal(409);
  });
});

describe('The control of a refund', () => {
  const wechat = useSimulatedWechat();
  const receiver = useNotificationReceiver();
  const accepted = async () => {
    const order = await aPaidOrder(wechat, { order: { notify_url: receiver.url } });
    const request = aRefund(order, {}, { reason: '商品已售完' });
    await wechat.merchant.refund(request);
    return { ...order, outRefundNo: request.out_refund_no };
  };
  const complete = (outRefundNo: string, status: string) =>
    wechat.control.post(`/refunds/${outRefundNo}/complete`, { status });

  it('shows it with its order, alone, and in the list', async () => {
    const { outTradeNo, outRefundNo } = await accepted();
    const shown = await wechat.control.refund(outRefundNo);
    expect(shown).to.include({ status: 'PROCESSING', origin: 'api', reason: '商品已售完', notify_url: receiver.url });
    expect(Date.parse(shown.ends_at ?? '') - Date.parse(shown.create_time)).to.equal(5000);
    expect((await wechat.control.order(outTradeNo)).refunds).to.deep.equal([shown]);
    expect((await wechat.control.get('/refunds')).json['refunds']).to.deep.include(shown);
    expect((await wechat.control.get('/refunds/UNKNOWN')).status).to.equal(404);
  });

  it('ends it now, in the way that it is told', async () => {
    const { outRefundNo } = await accepted();
    const { status, json } = await complete(outRefundNo, 'CLOSED');
    expect([status, json['status']]).to.deep.equal([200, 'CLOSED']);
    await receiver.until(1);
    await wechat.control.advance(60);
    expect((await wechat.merchant.queryRefund(outRefundNo)).json['status']).to.equal('CLOSED');
    expect(receiver.received).to.have.length(1);
    expect((await complete(outRefundNo, 'SUCCESS')).status).to.equal(409);
  });

  it('lets an abnormal one succeed after all, and tells of both', async () => {
    const { outTradeNo, outRefundNo } = await accepted();
    await complete(outRefundNo, 'ABNORMAL');
    await complete(outRefundNo, 'SUCCESS');
    await receiver.until(2);
    const { notifications } = (await wechat.control.get(`/orders/${outTradeNo}/notifications`)).json;
    const events = (notifications as { event_type: string }[]).map(({ event_type }) => event_type);
    expect(events).to.deep.equal(['TRANSACTION.SUCCESS', 'REFUND.ABNORMAL', 'REFUND.SUCCESS']);
    expect((await wechat.merchant.queryRefund(outRefundNo)).json).to.have.property('success_time');
  });

  it('delivers its notification, with a fault if wanted, and has none before the end', async () => {
    const { outRefundNo } = await accepted();
    const deliver = (content: object) => wechat.control.post(`/refunds/${outRefundNo}/notifications`, content);
    expect((await deliver({})).status).to.equal(409);
    await complete(outRefundNo, 'SUCCESS');
    await receiver.until(1);
    expect((await deliver({ fault: 'bad_signature' })).json).to.deep.equal({ statuses: [204] });
    const [, { header, body } = expect.fail('nothing received')] = receiver.received;
    expect((JSON.parse(body) as NotificationEnvelope).event_type).to.equal('REFUND.SUCCESS');
    expect(isSignedByWechat(header, body, wechat.simulator.credentials.publicKeyPem)).to.equal(false);
  });
});
