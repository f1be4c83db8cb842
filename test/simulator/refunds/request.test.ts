import { expect } from 'chai';
import { aNativeOrder, newOutTradeNo } from '../support/order-builder.ts';
import { aPaidOrder } from '../support/paid-order.ts';
import { aRefund, newOutRefundNo } from '../support/refund-builder.ts';
import { useSimulatedWechat } from '../support/simulated-wechat.ts';

describe('Asking for a refund', () => {
  const wechat = useSimulatedWechat();

  it('answers that it was accepted, and everything about it', async () => {
    const order = await aPaidOrder(wechat);
    const request = aRefund(order, { refund: 400 }, { reason: '商品已售完' });
    const { status, json } = await wechat.merchant.refund(request);
    expect(status).to.equal(200);
    const { refund_id, create_time, ...rest } = json;
    expect(refund_id).to.match(/^5030\d{25}$/);
    expect(create_time).to.match(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00$/);
    expect(rest).to.deep.equal({
      out_refund_no: request.out_refund_no,
      transaction_id: order.transactionId,
      out_trade_no: order.outTradeNo,
      channel: 'ORIGINAL',
      user_received_account: '支付用户零钱',
      status: 'PROCESSING',
      funds_account: 'UNSETTLED',
      amount: {
        total: 990,
        refund: 400,
        payer_total: 990,
        payer_refund: 400,
        settlement_refund: 400,
        settlement_total: 990,
        discount_refund: 0,
        currency: 'CNY',
        refund_fee: 2,
      },
    });
  });

  it('may name the order by our number', async () => {
    const order = await aPaidOrder(wechat);
    const { transaction_id: _, ...request } = aRefund(order, {}, { out_trade_no: order.outTradeNo });
    const { status, json } = await wechat.merchant.refund(request);
    expect([status, json['transaction_id']]).to.deep.equal([200, order.transactionId]);
  });

  it('says from which account the money comes', async () => {
    const order = await aPaidOrder(wechat);
    const from = [
      { account: 'AVAILABLE', amount: 900 },
      { account: 'UNAVAILABLE', amount: 90 },
    ];
    const amount = { refund: 990, total: 990, currency: 'CNY', from };
    const { json } = await wechat.merchant.refund(aRefund(order, {}, { amount, funds_account: 'AVAILABLE' }));
    expect(json['funds_account']).to.equal('AVAILABLE');
    expect((json['amount'] as { from: unknown }).from).to.deep.equal(from);
  });

  it('is refused where the accounts do not give the amount, or one is there twice', async () => {
    const order = await aPaidOrder(wechat);
    const half = { account: 'AVAILABLE', amount: 495 };
    for (const from of [[half], [half, half]]) {
      const amount = { refund: 990, total: 990, currency: 'CNY', from };
      const { status, json } = await wechat.merchant.refund(aRefund(order, {}, { amount }));
      expect([status, json['code']]).to.deep.equal([400, 'INVALID_REQUEST']);
    }
  });

  const goods = { merchant_goods_id: 'p100', unit_price: 990, refund_amount: 990, refund_quantity: 1 };
  const wrongFields: readonly (readonly [string, object])[] = [
    ['no order at all', { transaction_id: undefined }],
    ['a missing refund number', { out_refund_no: undefined }],
    ['a refund number with a slash', { out_refund_no: 'R1/2' }],
    ['a refund number over 64 characters', { out_refund_no: 'R'.repeat(65) }],
    ['a reason over 80 characters', { reason: 'x'.repeat(81) }],
    ['an empty reason', { reason: '' }],
    ['a notify_url with a query', { notify_url: 'https://example.com/notify?a=1' }],
    ['a notify_url over 256 characters', { notify_url: `https://example.com/${'n'.repeat(237)}` }],
    ['another funds_account', { funds_account: 'UNSETTLED' }],
    ['an amount of zero', { amount: { refund: 0, total: 990, currency: 'CNY' } }],
    ['an amount in yuan', { amount: { refund: 9.9, total: 990, currency: 'CNY' } }],
    ['no total', { amount: { refund: 990, currency: 'CNY' } }],
    ['no currency', { amount: { refund: 990, total: 990 } }],
    ['another currency', { amount: { refund: 990, total: 990, currency: 'USD' } }],
    ['JSON null', { reason: null }],
    ['goods without a price', { goods_detail: [{ ...goods, unit_price: undefined }] }],
    ['an unknown field', { refund_desc: 'x' }],
    ['an unknown field of the amount', { amount: { refund: 990, total: 990, currency: 'CNY', fee: 1 } }],
  ];
  for (const [what, changes] of wrongFields) {
    it(`refuses ${what} with PARAM_ERROR`, async () => {
      const order = { outTradeNo: newOutTradeNo(), transactionId: '4200000985202101010000000000' };
      const { status, json } = await wechat.merchant.refund(aRefund(order, {}, changes));
      expect([status, json['code']]).to.deep.equal([400, 'PARAM_ERROR']);
    });
  }

  it('takes everything that the document has', async () => {
    const order = await aPaidOrder(wechat);
    const changes = { reason: 'x'.repeat(80), notify_url: 'http://127.0.0.1:9/refund', goods_detail: [goods] };
    const both = { out_trade_no: order.outTradeNo, out_refund_no: `A-z_|*@${newOutRefundNo()}` };
    expect((await wechat.merchant.refund(aRefund(order, {}, { ...changes, ...both }))).status).to.equal(200);
    expect((await wechat.merchant.queryRefund(both.out_refund_no)).json['out_refund_no']).to.equal(both.out_refund_no);
  });

  it('of an order that is unknown or unpaid answers RESOURCE_NOT_EXISTS', async () => {
    const unpaid = aNativeOrder(wechat.simulator.credentials);
    await wechat.merchant.native(unpaid);
    const amount = { refund: 990, total: 990, currency: 'CNY' };
    for (const order of [
      { out_trade_no: unpaid.out_trade_no },
      { out_trade_no: newOutTradeNo() },
      { transaction_id: '42' },
    ]) {
      const { status, json } = await wechat.merchant.refund({ ...order, out_refund_no: newOutRefundNo(), amount });
      expect([status, json['code']]).to.deep.equal([404, 'RESOURCE_NOT_EXISTS']);
    }
  });

  it('with the two numbers of two orders is refused', async () => {
    const [one, other] = [await aPaidOrder(wechat), await aPaidOrder(wechat)];
    const { status, json } = await wechat.merchant.refund(aRefund(one, {}, { out_trade_no: other.outTradeNo }));
    expect([status, json['code']]).to.deep.equal([400, 'INVALID_REQUEST']);
  });

  it('with another total than the order has is refused', async () => {
    const order = await aPaidOrder(wechat);
    const { status, json } = await wechat.merchant.refund(aRefund(order, { refund: 100, total: 991 }));
    expect([status, json['code']]).to.deep.equal([400, 'INVALID_REQUEST']);
  });
});

describe('The same refund number again', () => {
  const wechat = useSimulatedWechat();

  it('is the same refund in the state it has come to, whatever the order of fields', async () => {
    const order = await aPaidOrder(wechat);
    const request = aRefund(order, {}, { reason: '商品已售完' });
    const first = await wechat.merchant.refund(request);
    await wechat.control.advance(5);
    const again = await wechat.merchant.refund(Object.fromEntries(Object.entries(request).reverse()));
    expect(again.status).to.equal(200);
    expect(again.json['status']).to.equal('SUCCESS');
    expect(again.json['refund_id']).to.equal(first.json['refund_id']);
    expect(again.json).to.deep.equal((await wechat.merchant.queryRefund(request.out_refund_no)).json);
    expect((await wechat.control.order(order.outTradeNo)).refunds).to.have.length(1);
  });

  const others: readonly (readonly [string, object])[] = [
    ['another amount', { amount: { refund: 989, total: 990, currency: 'CNY' } }],
    ['another reason', { reason: '不想要了' }],
    ['another notify_url', { notify_url: 'http://127.0.0.1:9/other' }],
  ];
  for (const [what, changes] of others) {
    it(`with ${what} is refused with INVALID_REQUEST`, async () => {
      const request = aRefund(await aPaidOrder(wechat));
      await wechat.merchant.refund(request);
      const { status, json } = await wechat.merchant.refund({ ...request, ...changes });
      expect([status, json['code']]).to.deep.equal([400, 'INVALID_REQUEST']);
    });
  }

  it('of another order is refused with INVALID_REQUEST', async () => {
    const request = aRefund(await aPaidOrder(wechat));
    await wechat.merchant.refund(request);
    const other = aRefund(await aPaidOrder(wechat), {}, { out_refund_no: request.out_refund_no });
    expect((await wechat.merchant.refund(other)).json['code']).to.equal('INVALID_REQUEST');
  });

  it('of a closed refund stays closed: a new one needs a new number', async () => {
    const order = await aPaidOrder(wechat);
    const request = aRefund(order);
    await wechat.merchant.refund(request);
    await wechat.control.post(`/refunds/${request.out_refund_no}/complete`, { status: 'CLOSED' });
    expect((await wechat.merchant.refund(request)).json['status']).to.equal('CLOSED');
    await wechat.control.advance(60);
    expect((await wechat.merchant.refund(aRefund(order))).json['status']).to.equal('PROCESSING');
  });
});

describe('Querying a refund', () => {
  const wechat = useSimulatedWechat();

  it('that does not exist answers RESOURCE_NOT_EXISTS', async () => {
    const { status, json } = await wechat.merchant.queryRefund(newOutRefundNo());
    expect([status, json['code']]).to.deep.equal([404, 'RESOURCE_NOT_EXISTS']);
  });
});
