import { expect } from 'chai';
import { eventually } from '../support/http/eventually.ts';
import { RefundingSystem } from '../support/http/refunding-system.ts';
import { useTestSystem } from '../support/http/test-system.ts';
import { beijing } from '../support/instants.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** Every part is real but WeChat, which is simulated on the wire. */
describe('a refund, from the operator’s word to the money', () => {
  const system = useTestSystem({ wechatTimeoutMs: 3_000 });
  let shop: RefundingSystem;
  before(() => {
    shop = new RefundingSystem(system());
  });
  beforeEach(() => shop.plan());
  /** WeChat brings refunds to their end after 5 s, and says so. */
  const wechatWorks = () => system().advance(6);
  const seen = (sale: Parameters<RefundingSystem['seenBy']>[0], expected: string) =>
    eventually(async () => expect(await shop.seenBy(sale)).to.equal(expected));

  it('of all: the points are frozen, the money goes back, the points are gone', async () => {
    const sale = await shop.aSale();
    const refund = await shop.request(sale, 'all');
    expect(await shop.seenBy(sale), 'before the money moves').to.equal('paid 0, 0 points');
    await system().sweep('send-refunds');
    expect(await shop.atWechat(sale)).to.have.length(1);
    const [held] = await shop.atWechat(sale);
    const { outRefundNo: out_refund_no } = refund;
    expect(held).to.include({ out_refund_no, status: 'PROCESSING', origin: 'api', reason: '用户申请退款' });
    expect(held?.amount).to.include({ refund: 5_000, total: 5_000 });
    await wechatWorks();
    await seen(sale, 'refunded 5000, 0 points');
    expect(await shop.story(sale)).to.deep.equal(['refund_requested operator', 'refund_succeeded notification']);
    expect(shop.alarms(sale)).to.deep.equal([]);
  });

  it('in three parts, a minute apart as WeChat wants them', async () => {
    const sale = await shop.aSale();
    for (const [amount, expected] of [
      [1_000, 'partly_refunded 1000, 480 points'],
      [1_500, 'partly_refunded 2500, 300 points'],
      ['all', 'refunded 5000, 0 points'],
    ] as const) {
      await shop.send(sale, amount);
      await system().advance(MINUTE + 1);
      await seen(sale, expected);
    }
    expect((await shop.atWechat(sale)).map(({ amount }) => amount.refund)).to.deep.equal([1_000, 1_500, 2_500]);
  });

  it('that comes too soon after another waits until WeChat takes it', async () => {
    const sale = await shop.aSale();
    await shop.send(sale, 1_000);
    await shop.send(sale, 1_000);
    expect(await shop.atWechat(sale)).to.have.length(1);
    for (let tries = 0; tries < 4; tries++) {
      await system().advance(30);
      await system().sweep('send-refunds');
    }
    await wechatWorks();
    await seen(sale, 'partly_refunded 2000, 360 points');
    expect((await shop.refundsOf(sale)).map(({ status }) => status)).to.deep.equal(['succeeded', 'succeeded']);
  });

  it('is sent once more under the same number after answers were lost, and pays back once', async () => {
    const sale = await shop.aSale();
    await shop.spoil('reset_after_commit', 4);
    const { outRefundNo } = await shop.send(sale, 2_500);
    expect((await shop.refundsOf(sale))[0]?.status, 'nobody knows yet').to.equal('approved');
    await system().advance(11);
    await system().sweep('send-refunds');
    await seen(sale, 'partly_refunded 2500, 300 points');
    expect((await shop.atWechat(sale)).map((held) => held.out_refund_no)).to.deep.equal([outRefundNo]);
  });

  it('is sent again after no answer at all', async () => {
    const sale = await shop.aSale();
    await shop.spoil('timeout_after_commit', 1);
    await shop.send(sale, 2_500);
    await system().advance(11);
    await system().sweep('send-refunds');
    await seen(sale, 'partly_refunded 2500, 300 points');
    expect(await shop.atWechat(sale)).to.have.length(1);
  });

  it('whose notification comes before the answer', async () => {
    const sale = await shop.aSale();
    await shop.plan({ delay_seconds: 0 });
    await shop.spoil('slow_body', 1, { delay_ms: 1_500 });
    await shop.request(sale, 2_500);
    const sending = system().sweep('send-refunds');
    await seen(sale, 'partly_refunded 2500, 300 points');
    await sending;
    expect(await shop.story(sale)).to.deep.equal(['refund_requested operator', 'refund_succeeded notification']);
    expect(await shop.seenBy(sale)).to.equal('partly_refunded 2500, 300 points');
  });

  it('whose notification comes thrice at once, and again', async () => {
    const sale = await shop.aSale();
    await shop.plan({ notify: false });
    const { outRefundNo } = await shop.send(sale, 2_500);
    await wechatWorks();
    expect(await system().phone.deliverRefund(outRefundNo, 3)).to.deep.equal([204, 204, 204]);
    expect(await system().phone.deliverRefund(outRefundNo)).to.deep.equal([204]);
    expect(await shop.seenBy(sale)).to.equal('partly_refunded 2500, 300 points');
    expect(await shop.story(sale)).to.have.length(2);
  });

  it('of which nobody tells is found by asking', async () => {
    const sale = await shop.aSale();
    await shop.plan({ notify: false });
    await shop.send(sale, 2_500);
    await system().advance(MINUTE + 1);
    await system().sweep('poll-refunds');
    expect(await shop.seenBy(sale)).to.equal('partly_refunded 2500, 300 points');
    expect(await shop.story(sale)).to.deep.equal(['refund_requested operator', 'refund_succeeded poll']);
  });

  it('that WeChat closes gives the points back, and can be asked for again under a new number', async () => {
    const sale = await shop.aSale();
    await shop.plan({ outcome: 'CLOSED' });
    await shop.send(sale, 2_500);
    await wechatWorks();
    await seen(sale, 'paid 0, 600 points');
    expect(shop.alarms(sale)).to.deep.equal(['refund_failed']);
    await shop.plan();
    await system().advance(MINUTE);
    await shop.send(sale, 2_500);
    await wechatWorks();
    await seen(sale, 'partly_refunded 2500, 300 points');
    expect((await shop.atWechat(sale)).map(({ status }) => status)).to.deep.equal(['CLOSED', 'SUCCESS']);
  });

  it('that is abnormal keeps its points frozen until somebody has dealt with it', async () => {
    const sale = await shop.aSale();
    await shop.plan({ outcome: 'ABNORMAL' });
    const { outRefundNo } = await shop.send(sale, 2_500);
    await wechatWorks();
    await eventually(async () => expect((await shop.refundsOf(sale))[0]?.status).to.equal('abnormal'));
    expect(await shop.seenBy(sale)).to.equal('paid 0, 300 points');
    expect(shop.alarms(sale)).to.deep.equal(['refund_abnormal']);
    await system().phone.endRefund(outRefundNo, 'SUCCESS');
    await seen(sale, 'partly_refunded 2500, 300 points');
  });

  it('that the balance does not cover goes through once it was topped up', async () => {
    const sale = await shop.aSale();
    await shop.plan({ refuse: 'NOT_ENOUGH' });
    await shop.send(sale, 2_500);
    expect(shop.alarms(sale)).to.deep.equal(['refund_balance_too_low']);
    expect(await shop.seenBy(sale)).to.equal('paid 0, 300 points');
    await shop.plan();
    await system().advance(HOUR);
    await system().sweep('send-refunds');
    await wechatWorks();
    await seen(sale, 'partly_refunded 2500, 300 points');
  });

  it('to somebody whose account is gone fails, and gives the points back', async () => {
    const sale = await shop.aSale();
    await shop.plan({ refuse: 'USER_ACCOUNT_ABNORMAL' });
    await shop.send(sale, 2_500);
    expect(await shop.seenBy(sale)).to.equal('paid 0, 600 points');
    expect((await shop.refundsOf(sale))[0]).to.include({ status: 'failed' });
    expect(shop.alarms(sale)).to.deep.equal(['refund_failed']);
  });

  it('of a payment that WeChat does not find yet is sent again', async () => {
    const sale = await shop.aSale();
    await shop.plan({ refuse: 'RESOURCE_NOT_EXISTS' });
    await shop.send(sale, 2_500);
    expect((await shop.refundsOf(sale))[0]).to.include({ status: 'approved' });
    await shop.plan();
    await system().advance(11);
    await system().sweep('send-refunds');
    await wechatWorks();
    await seen(sale, 'partly_refunded 2500, 300 points');
    expect(shop.alarms(sale)).to.deep.equal([]);
  });

  it('while WeChat is away is sent when it is back', async () => {
    const sale = await shop.aSale();
    await system().stopWechat();
    await shop.send(sale, 2_500);
    await system().startWechat();
    expect(await shop.atWechat(sale)).to.deep.equal([]);
    await system().advance(11);
    await system().sweep('send-refunds');
    await wechatWorks();
    await seen(sale, 'partly_refunded 2500, 300 points');
  });

  describe('that was made in the merchant console', () => {
    it('is told by a notification: the points are taken back', async () => {
      const sale = await shop.aSale();
      await system().phone.refundElsewhere(sale.order.out_trade_no, { amount_fen: 2_500 });
      await wechatWorks();
      await seen(sale, 'partly_refunded 2500, 300 points');
      expect(await shop.story(sale)).to.deep.equal(['refund_found notification', 'refund_succeeded notification']);
    });

    it('is found in the bill of the next morning', async () => {
      const sale = await shop.aSale();
      await system().phone.refundElsewhere(sale.order.out_trade_no, { amount_fen: 2_500, notify: false });
      await wechatWorks();
      await system().sweep('reconcile-bills');
      expect(await shop.seenBy(sale)).to.equal('paid 0, 600 points');
      await system().advance(await untilTheBill());
      await system().sweep('reconcile-bills');
      expect(await shop.seenBy(sale)).to.equal('partly_refunded 2500, 300 points');
      expect(await shop.story(sale)).to.deep.equal(['refund_found bill', 'refund_succeeded bill']);
      await system().sweep();
      expect(await shop.refundsOf(sale)).to.have.length(1);
    });

    /** Until the bill of today is there: tomorrow at 10:31 in Beijing. */
    async function untilTheBill(): Promise<number> {
      const now = await system().phone.advance(0);
      const tomorrow = new Date(now.getTime() + (24 + 8) * HOUR * 1_000).toISOString().slice(0, 10);
      return Math.ceil((beijing(`${tomorrow} 10:31`).getTime() - now.getTime()) / 1_000);
    }
  });

  it('of a second payment goes by itself', async () => {
    const { actors, phone, application } = system();
    const person = await actors.aPerson();
    const order = await actors.anOrder(person);
    await application.closeUnpaid(order.out_trade_no as never, 'user', 'attempt');
    const again = await actors.anOrder(person);
    expect([again.id, again.out_trade_no === order.out_trade_no]).to.deep.equal([order.id, false]);
    await phone.pay(again.out_trade_no, { notify: false });
    await phone.deliver(again.out_trade_no);
    await phone.pay(order.out_trade_no, { despite_close: true, notify: false });
    expect(await phone.deliver(order.out_trade_no)).to.deep.equal([204]);
    await system().sweep('send-refunds');
    await wechatWorks();
    const second = { person, order };
    await eventually(async () => expect((await shop.refundsOf(second))[0]?.status).to.equal('succeeded'));
    expect(await shop.seenBy(second)).to.equal('paid 0, 600 points');
    expect((await shop.atWechat(second)).map(({ amount }) => amount.refund)).to.deep.equal([5_000]);
    expect(await shop.atWechat({ person, order: again })).to.deep.equal([]);
    expect(shop.alarms(second)).to.deep.equal(['duplicate_payment']);
  });

  it('to the fiftieth and not to the fifty-first, with every point accounted for', async function () {
    this.timeout(120_000);
    const sale = await shop.aSale();
    for (let nth = 1; nth <= 50; nth++) {
      await shop.send(sale, 50);
      await system().advance(MINUTE + 1);
    }
    await system().sweep('poll-refunds');
    await seen(sale, 'partly_refunded 2500, 300 points');
    expect(await shop.atWechat(sale)).to.have.length(50);
    const error = await shop.request(sale, 50).catch(({ message }: Error) => message);
    expect(error).to.equal('requestRefund: too_many_refunds');
    expect(await shop.seenBy(sale)).to.equal('partly_refunded 2500, 300 points');
  });
});

describe('a refund after a year', () => {
  const system = useTestSystem();

  it('is refused here; one that was asked for in time, and sent too late, by WeChat: the points are back', async () => {
    const shop = new RefundingSystem(system());
    const sale = await shop.aSale();
    const balance = async () => {
      const { user_id: userId } = await system().knex('ordering.orders').first('user_id');
      return (await system().application.readBalance(userId)).available;
    };
    await system().advance(365 * 24 * HOUR - 10 * MINUTE);
    const { id } = await shop.request(sale, 2_500);
    expect(await balance()).to.equal(300n);
    await system().advance(20 * MINUTE);
    await system().sweep('send-refunds');
    expect((await shop.refundsOf(sale)).find((refund) => refund.id === id)).to.deep.include({ status: 'failed' });
    expect(await balance()).to.equal(600n);
    expect(shop.alarms(sale)).to.deep.equal(['refund_failed']);
    const error = await shop.request(sale, 2_500).catch(({ message }: Error) => message);
    expect(error).to.equal('requestRefund: too_late');
  });
});
