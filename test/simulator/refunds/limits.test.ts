import { expect } from 'chai';
import { aPaidOrder } from '../support/paid-order.ts';
import { aRefund } from '../support/refund-builder.ts';
import { useSimulatedWechat } from '../support/simulated-wechat.ts';

describe('Refunds of one order', () => {
  const wechat = useSimulatedWechat();
  const day = 86_400;
  before(() => wechat.control.planRefunds({ notify: false }));
  const refuse = async (request: object): Promise<unknown[]> => {
    const { status, json } = await wechat.merchant.refund(request);
    return [status, json['code']];
  };

  it('are a minute apart', async () => {
    const order = await aPaidOrder(wechat);
    await wechat.merchant.refund(aRefund(order, { refund: 100 }));
    const second = aRefund(order, { refund: 100 });
    await wechat.control.advance(50);
    expect(await refuse(second)).to.deep.equal([429, 'FREQUENCY_LIMITED']);
    await wechat.control.advance(10);
    expect((await wechat.merchant.refund(second)).status).to.equal(200);
  });

  it('may come at once where the plan does not enforce the minute', async () => {
    const order = await aPaidOrder(wechat);
    await wechat.control.planRefunds({ enforce_minute: false });
    await wechat.merchant.refund(aRefund(order, { refund: 100 }));
    expect((await wechat.merchant.refund(aRefund(order, { refund: 100 }))).status).to.equal(200);
    await wechat.control.planRefunds({ enforce_minute: true });
  });

  it('do not hold up those of another', async () => {
    await wechat.merchant.refund(aRefund(await aPaidOrder(wechat)));
    expect((await wechat.merchant.refund(aRefund(await aPaidOrder(wechat)))).status).to.equal(200);
  });

  it('never exceed what was paid', async () => {
    const order = await aPaidOrder(wechat);
    expect(await refuse(aRefund(order, { refund: 991 }))).to.deep.equal([400, 'INVALID_REQUEST']);
    await wechat.merchant.refund(aRefund(order, { refund: 990 - 1 }));
    await wechat.control.advance(60);
    expect(await refuse(aRefund(order, { refund: 2 }))).to.deep.equal([400, 'INVALID_REQUEST']);
    expect((await wechat.merchant.refund(aRefund(order, { refund: 1 }))).status).to.equal(200);
    await wechat.control.advance(60);
    expect(await refuse(aRefund(order, { refund: 1 }))).to.deep.equal([400, 'INVALID_REQUEST']);
  });

  it('do not count when they were closed, and do when they are abnormal', async () => {
    const [closed, abnormal] = [await aPaidOrder(wechat), await aPaidOrder(wechat)];
    const requests = [aRefund(closed), aRefund(abnormal)] as const;
    for (const request of requests) await wechat.merchant.refund(request);
    await wechat.control.post(`/refunds/${requests[0].out_refund_no}/complete`, { status: 'CLOSED' });
    await wechat.control.post(`/refunds/${requests[1].out_refund_no}/complete`, { status: 'ABNORMAL' });
    await wechat.control.advance(60);
    expect((await wechat.merchant.refund(aRefund(closed))).status).to.equal(200);
    expect(await refuse(aRefund(abnormal))).to.deep.equal([400, 'INVALID_REQUEST']);
  });

  it('are fifty at most', async () => {
    const order = await aPaidOrder(wechat);
    await wechat.control.planRefunds({ enforce_minute: false });
    for (let made = 0; made < 50; made += 1) {
      expect((await wechat.merchant.refund(aRefund(order, { refund: 1 }))).status).to.equal(200);
    }
    expect(await refuse(aRefund(order, { refund: 1 }))).to.deep.equal([400, 'INVALID_REQUEST']);
    await wechat.control.planRefunds({ enforce_minute: true });
  });

  it('are possible for 365 days of business time', async () => {
    const order = await aPaidOrder(wechat);
    await wechat.control.advance(365 * day - 60);
    expect((await wechat.merchant.refund(aRefund(order, { refund: 1 }))).status).to.equal(200);
    await wechat.control.advance(61);
    expect(await refuse(aRefund(order, { refund: 1 }))).to.deep.equal([400, 'INVALID_REQUEST']);
  });
});

describe('A refund that the plan refuses', () => {
  const wechat = useSimulatedWechat();
  const refusals: readonly (readonly [string, number])[] = [
    ['NOT_ENOUGH', 403],
    ['USER_ACCOUNT_ABNORMAL', 403],
    ['RESOURCE_NOT_EXISTS', 404],
  ];
  for (const [refuse, status] of refusals) {
    it(`with ${refuse} leaves nothing behind: the same request may come again`, async () => {
      const order = await aPaidOrder(wechat);
      const request = aRefund(order);
      await wechat.control.planRefunds({ refuse });
      const refused = await wechat.merchant.refund(request);
      expect([refused.status, refused.json['code']]).to.deep.equal([status, refuse]);
      expect((await wechat.merchant.queryRefund(request.out_refund_no)).status).to.equal(404);
      expect((await wechat.merchant.query(order.outTradeNo)).json['trade_state']).to.equal('SUCCESS');
      await wechat.control.planRefunds({ refuse: null });
      expect((await wechat.merchant.refund(request)).status).to.equal(200);
    });
  }

  it('is still the one that was accepted before', async () => {
    const request = aRefund(await aPaidOrder(wechat));
    await wechat.merchant.refund(request);
    await wechat.control.planRefunds({ refuse: 'NOT_ENOUGH' });
    expect((await wechat.merchant.refund(request)).status).to.equal(200);
    await wechat.control.planRefunds({ refuse: null });
  });
});
