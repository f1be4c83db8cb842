import { expect } from 'chai';
import { WechatApiError } from '../../../../src/adapters/wechat/api/wechat-api-error.ts';
import { failureOf, unavailabilityOf } from '../support/failures.ts';
import { LoopbackWechat } from '../support/loopback-wechat.ts';
import { anAttemptOf } from '../support/transactions.ts';
import { callsAmong, errcode, ok, withToken } from '../support/weixin.ts';
import {
  anOrder,
  anXpayGateway,
  CREATED_AT,
  knowing,
  NUMBER,
  noSuchOrder,
  OPENID,
  PAID_AT,
  signedCalls,
} from '../support/xpay.ts';

const unpaid = { paid_time: 0, paid_fee: 0, left_fee: 0, wxpay_order_id: '' };

describe('a payment at virtual payment', () => {
  let wechat: LoopbackWechat;
  before(async () => {
    wechat = await LoopbackWechat.start();
  });
  after(() => wechat.stop());

  const query = () => {
    const gateway = anXpayGateway(wechat);
    return gateway.query(anAttemptOf(gateway));
  };
  const close = () => {
    const gateway = anXpayGateway(wechat);
    return gateway.close(anAttemptOf(gateway));
  };
  const payment = {
    ...{
      outTradeNo: NUMBER,
      transactionId: '4200000925202101284997714292',
      appid: 'wx0000000000000001',
      mchid: '1450',
    },
    ...{ amountFen: 990, currency: 'CNY', payerOpenid: OPENID, paidAt: new Date(PAID_AT * 1000) },
  };

  it('is asked for by our number and the payer, signed', async () => {
    wechat.replyWith(knowing([anOrder()]));
    await query();
    expect(signedCalls(wechat.requests)).to.deep.equal(['/xpay/query_order']);
    expect(JSON.parse(wechat.lastRequest.body)).to.deep.equal({ openid: OPENID, env: 0, order_id: NUMBER });
  });

  const paidFor: Record<number, object> = {
    2: { goneBack: 'nothing' },
    3: { goneBack: 'nothing' },
    4: { goneBack: 'nothing' },
    5: { goneBack: { amountFen: 990 } },
    7: { goneBack: 'nothing' },
    8: { goneBack: { amountFen: 990 } },
  };
  for (const [status, goneBack] of Object.entries(paidFor)) {
    it(`is paid at status ${status}`, async () => {
      const isBack = status === '5' || status === '8';
      wechat.replyWith(knowing([anOrder({ status: Number(status), left_fee: isBack ? 0 : 990 })]));
      expect(await query()).to.deep.equal({ kind: 'paid', payment, ...goneBack });
    });
  }

  const openFor: Record<number, string> = { 0: 'unpaid', 1: 'unpaid', 6: 'closed' };
  for (const [status, kind] of Object.entries(openFor)) {
    it(`is ${kind} at status ${status}`, async () => {
      wechat.replyWith(knowing([anOrder({ status: Number(status), ...unpaid })]));
      expect(await query()).to.deep.equal({ kind });
    });
  }

  it('is unknown where WeChat says that there is none', async () => {
    wechat.replyWith(knowing([]));
    expect(await query()).to.deep.equal({ kind: 'unknown' });
  });

  it('is not taken for unknown when any other parameter is wrong', async () => {
    wechat.replyWith(withToken(errcode(268490002, 'env错误 rid: 65a1')));
    expect(await failureOf(query()))
      .to.be.instanceOf(WechatApiError)
      .and.to.include({ errcode: 268490002 });
  });

  it('tells what has gone back, in parts as well', async () => {
    wechat.replyWith(knowing([anOrder({ left_fee: 590 })]));
    expect(await query()).to.have.deep.property('goneBack', { amountFen: 400 });
  });

  it('has gone back in part unknown where WeChat only says so', async () => {
    wechat.replyWith(knowing([anOrder({ status: 5, left_fee: 990 })]));
    expect(await query()).to.have.property('goneBack', 'something');
  });

  it('counts by its price where the payer had a coupon of WeChat’s', async () => {
    wechat.replyWith(knowing([anOrder({ paid_fee: 890, coupon_fee: 100, left_fee: 890 })]));
    expect(await query()).to.deep.equal({ kind: 'paid', payment, goneBack: 'nothing' });
    wechat.replyWith(knowing([anOrder({ paid_fee: 890, coupon_fee: 100, left_fee: 0, status: 5 })]));
    expect(await query()).to.have.deep.property('goneBack', { amountFen: 990 });
  });

  it('has the number of virtual payment where it was not made through WeChat Pay', async () => {
    wechat.replyWith(knowing([anOrder({ wxpay_order_id: '' })]));
    expect(await query()).to.have.nested.property('payment.transactionId', 'VPO260101120100000000001');
  });

  const unreadable: Record<string, object> = {
    'of another number': { order_id: 'PT20260101000002' },
    'of the sandbox': { env_type: 2 },
    'without an environment': { env_type: undefined },
    'of an unheard-of status': { status: 99 },
    'that is a refund': { order_type: 1 },
    'paid at no time': { paid_time: 0 },
    'without any number of WeChat’s': { wx_order_id: '', wxpay_order_id: '' },
    'with a fractional amount': { order_fee: 9.9 },
    'with a negative amount': { order_fee: -1 },
    'with an amount as text': { order_fee: '990' },
  };
  for (const [fault, change] of Object.entries(unreadable)) {
    it(`is Unavailable on an order ${fault}`, async () => {
      wechat.replyWith(withToken(ok({ order: anOrder(change) })));
      expect(await unavailabilityOf(query(), 'wechat_api')).to.include('unreadable');
    });
  }

  it('is Unavailable when WeChat is asked too often', async () => {
    wechat.replyWith(withToken(errcode(268490015, '频率限制')));
    await unavailabilityOf(query(), 'wechat_api');
  });

  it('throws wrong credentials as a plain error', async () => {
    wechat.replyWith(withToken(errcode(268490003, '签名错误')));
    expect(await failureOf(query())).to.be.instanceOf(WechatApiError);
  });

  describe('that is to be closed', () => {
    it('stays open for two hours from when the phone began it', async () => {
      wechat.replyWith(knowing([anOrder({ status: 1, ...unpaid })]));
      const goneAt = new Date((CREATED_AT + 7200) * 1000);
      expect(await close()).to.deep.equal({ kind: 'stays_open', goneAt });
      expect(signedCalls(wechat.requests), 'there is nothing to call').to.deep.equal(['/xpay/query_order']);
    });

    it('is closed once WeChat has closed it', async () => {
      wechat.replyWith(knowing([anOrder({ status: 6, ...unpaid })]));
      expect(await close()).to.deep.equal({ kind: 'closed' });
    });

    it('may be begun until its time is over when no phone has begun it, and stays open for two hours from then', async () => {
      wechat.replyWith(withToken(noSuchOrder));
      const gateway = anXpayGateway(wechat);
      const expiresAt = new Date((CREATED_AT + 1800) * 1000);
      const goneAt = new Date((CREATED_AT + 1800 + 7200) * 1000);
      const attempt = anAttemptOf(gateway, { expiresAt });
      expect(await gateway.close(attempt)).to.deep.equal({ kind: 'stays_open', goneAt });
      expect(callsAmong(wechat.requests)).to.have.length(1);
    });

    it('is already paid when it is', async () => {
      wechat.replyWith(knowing([anOrder({ status: 2 })]));
      expect(await close()).to.deep.equal({ kind: 'already_paid' });
    });
  });
});
