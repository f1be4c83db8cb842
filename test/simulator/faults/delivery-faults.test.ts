import { expect } from 'chai';
import type { NotificationView } from '../support/control-client.ts';
import { useNotificationReceiver } from '../support/notification-receiver.ts';
import { anOrderPaid } from '../support/order-paid.ts';
import { aRefund } from '../support/refund-builder.ts';
import type { NotificationEnvelope } from '../support/sealed-resource.ts';
import { useSimulatedWechat } from '../support/simulated-wechat.ts';

describe('A fault of a delivery', () => {
  const wechat = useSimulatedWechat({ notifyTimeoutMs: 1000 });
  const receiver = useNotificationReceiver();
  afterEach(() => wechat.control.delete('/faults'));

  const plan = (...rules: object[]) =>
    wechat.control.planFaults(1, ...rules.map((rule) => ({ on: 'notification', ...rule })));
  const paid = (): Promise<string> => anOrderPaid(wechat, receiver.url);
  const seenOf = async (outTradeNo: string): Promise<NotificationView> => {
    await wechat.control.advance(0);
    const { notification } = await wechat.control.order(outTradeNo);
    return notification ?? expect.fail('the order has no notification');
  };
  const idsReceived = (): string[] =>
    receiver.received.map(({ body }) => (JSON.parse(body) as NotificationEnvelope).id);
  const offsets = ({ attempts }: NotificationView): number[] =>
    attempts.map(({ at }) => (Date.parse(at) - Date.parse(attempts[0]?.at ?? '')) / 1000);

  it('drop loses this delivery: it counts as failed, and the schedule goes on', async () => {
    await plan({ fault: 'drop', times: 2 });
    const outTradeNo = await paid();
    await wechat.control.advance(30);
    const notification = await seenOf(outTradeNo);
    expect(receiver.received).to.have.length(1);
    expect(notification.status).to.equal('delivered');
    expect(notification.attempts.map(({ fault, status }) => [fault, status])).to.deep.equal([
      ['drop', null],
      ['drop', null],
      ['none', 204],
    ]);
    expect(offsets(notification)).to.deep.equal([0, 15, 30]);
  });

  it('drop at every delivery ends as at WeChat: given up after the fifteenth retry', async () => {
    await plan({ fault: 'drop' });
    const outTradeNo = await paid();
    await wechat.control.advance(30 * 86_400);
    const { status, attempts } = await seenOf(outTradeNo);
    expect([status, attempts.length, receiver.received.length]).to.deep.equal(['given_up', 16, 0]);
  });

  it('drop_all loses the notification for good', async () => {
    await plan({ fault: 'drop_all', times: 1 });
    const outTradeNo = await paid();
    await wechat.control.advance(30 * 86_400);
    const { status, attempts } = await seenOf(outTradeNo);
    expect([status, attempts.length, receiver.received.length]).to.deep.equal(['given_up', 1, 0]);
    expect(await wechat.control.deliver(outTradeNo)).to.deep.equal([204]);
  });

  it('double delivers twice in a row', async () => {
    receiver.reply({ status: 204 }, { status: 500 });
    await plan({ fault: 'double' });
    const outTradeNo = await paid();
    const { status, attempts } = await seenOf(outTradeNo);
    expect(new Set(idsReceived()).size).to.equal(1);
    expect(status).to.equal('delivered');
    const told = attempts.map(({ trigger, fault, ...attempt }) => [trigger, fault, attempt.status]);
    expect(told).to.deep.equal([
      ['schedule', 'double', 204],
      ['fault', 'double', 500],
    ]);
  });

  it('double waits for the first answer before the second copy', async () => {
    receiver.reply('silence', { status: 204 });
    await plan({ fault: 'double' });
    const started = Date.now();
    const outTradeNo = await paid();
    await receiver.until(2);
    expect(Date.now() - started).to.be.greaterThan(900);
    expect((await seenOf(outTradeNo)).status).to.equal('delivered');
  });

  it('concurrent_double delivers twice at the same time', async () => {
    // The first is answered once the second is there: one after the other, the first would get no answer.
    receiver.reply('with_next', { status: 204 });
    await plan({ fault: 'concurrent_double' });
    const { status, attempts } = await seenOf(await paid());
    expect([status, receiver.received.length]).to.deep.equal(['delivered', 2]);
    expect(attempts.map((attempt) => [attempt.trigger, attempt.fault, attempt.status])).to.deep.equal([
      ['schedule', 'concurrent_double', 204],
      ['fault', 'concurrent_double', 204],
    ]);
  });

  it('concurrent_double that fails twice counts as one failure', async () => {
    receiver.reply({ status: 500 }, { status: 500 }, { status: 204 });
    await plan({ fault: 'concurrent_double', times: 1 });
    const outTradeNo = await paid();
    await seenOf(outTradeNo);
    await wechat.control.advance(15);
    const notification = await seenOf(outTradeNo);
    expect([notification.status, receiver.received.length]).to.deep.equal(['delivered', 3]);
    expect(offsets(notification).at(-1)).to.equal(15);
  });

  it('delay delivers later by so much business time, and once only', async () => {
    await plan({ fault: 'delay', delay_seconds: 600 });
    const outTradeNo = await paid();
    const held = await seenOf(outTradeNo);
    expect([held.status, held.held_by, held.attempts]).to.deep.equal(['pending', 'delay', []]);
    await wechat.control.advance(590);
    expect(receiver.received).to.have.length(0);
    await wechat.control.advance(10);
    expect((await seenOf(outTradeNo)).status).to.equal('delivered');
    expect(receiver.received).to.have.length(1);
  });

  it('reorder holds a notification back until the next other one has been delivered', async () => {
    await plan({ fault: 'reorder' });
    const first = await paid();
    await wechat.control.advance(86_400);
    expect(receiver.received).to.have.length(0);
    const second = await paid();
    await wechat.control.advance(0);
    expect(idsReceived()).to.deep.equal([(await seenOf(second)).id, (await seenOf(first)).id]);
    expect((await seenOf(first)).status).to.equal('delivered');
  });

  it('reorder can bring a refund before its payment', async () => {
    await plan({ fault: 'reorder', event: 'TRANSACTION.SUCCESS' });
    const outTradeNo = await paid();
    const { transaction_id } = await wechat.control.order(outTradeNo);
    await wechat.merchant.refund(aRefund({ outTradeNo, transactionId: transaction_id ?? '' }));
    await wechat.control.advance(5);
    await receiver.until(2);
    const events = receiver.received.map(({ body }) => (JSON.parse(body) as NotificationEnvelope).event_type);
    expect(events).to.deep.equal(['REFUND.SUCCESS', 'TRANSACTION.SUCCESS']);
  });

  it('reorder goes on holding where the other one did not come through', async () => {
    await plan({ fault: 'reorder', times: 1 });
    const held = await paid();
    await anOrderPaid(wechat, 'http://127.0.0.1:1/notify');
    await wechat.control.advance(0);
    expect((await seenOf(held)).attempts).to.deep.equal([]);
    await paid();
    expect((await seenOf(held)).status).to.equal('delivered');
  });

  it('reorder does not take a lost delivery for one that has been made', async () => {
    await plan({ fault: 'reorder', times: 1 }, { fault: 'drop', times: 1 });
    const held = await paid();
    await paid();
    await wechat.control.advance(0);
    expect(receiver.received).to.have.length(0);
    await wechat.control.advance(15);
    expect((await seenOf(held)).status).to.equal('delivered');
  });

  it('befalls only events of the type that it names', async () => {
    await plan({ fault: 'drop_all', event: 'REFUND.SUCCESS' });
    const outTradeNo = await paid();
    const { transaction_id } = await wechat.control.order(outTradeNo);
    const request = aRefund({ outTradeNo, transactionId: transaction_id ?? '' });
    await wechat.merchant.refund(request);
    await wechat.control.advance(5);
    expect((await seenOf(outTradeNo)).status).to.equal('delivered');
    expect((await wechat.control.refund(request.out_refund_no)).notification?.status).to.equal('given_up');
  });

  it('leaves deliveries by hand alone', async () => {
    await plan({ fault: 'drop_all' });
    const outTradeNo = await anOrderPaid(wechat, receiver.url, { notify: false });
    expect(await wechat.control.deliver(outTradeNo)).to.deep.equal([204]);
    expect(await wechat.control.fired()).to.deep.equal([0]);
  });
});
