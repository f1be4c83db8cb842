import { createHmac } from 'node:crypto';
import { expect } from 'chai';
import { XpayGateway } from '../../../../src/adapters/wechat/xpay/xpay-gateway.ts';
import { everythingIn, unavailabilityOf } from '../support/failures.ts';
import { LoopbackWechat } from '../support/loopback-wechat.ts';
import { silence } from '../support/replies.ts';
import { anAttemptOf } from '../support/transactions.ts';
import { anApi, withToken } from '../support/weixin.ts';
import { anOrder, anXpayGateway, knowing, OPENID, SESSION_KEY, xpaySettings } from '../support/xpay.ts';

describe('creating a checkout of virtual payment', () => {
  let wechat: LoopbackWechat;
  before(async () => {
    wechat = await LoopbackWechat.start();
  });
  after(() => wechat.stop());

  const checkOut = () => {
    const gateway = anXpayGateway(wechat);
    return gateway.createCheckout(anAttemptOf(gateway));
  };
  const hmac = (key: string, text: string) => createHmac('sha256', key).update(text).digest('hex');

  it('signs the frozen text for the app and for the payer', async () => {
    wechat.replyWith(knowing([]));
    const outcome = await checkOut();
    const signData = anAttemptOf(anXpayGateway(wechat)).request.body;
    expect(outcome).to.deep.equal({
      kind: 'ready',
      checkout: {
        gateway: 'xpay',
        params: {
          signData,
          paySig: hmac('appkey', `requestVirtualPayment&${signData}`),
          signature: hmac(SESSION_KEY, signData),
          mode: 'short_series_goods',
        },
      },
    });
    expect(everythingIn(outcome)).not.to.include(SESSION_KEY);
  });

  it('gives the same again while the order is open at WeChat', async () => {
    wechat.replyWith(knowing([]));
    const first = await checkOut();
    wechat.replyWith(knowing([anOrder({ status: 1, paid_time: 0, paid_fee: 0 })]));
    expect(await checkOut()).to.deep.equal(first);
  });

  it('asks for the session key of this payer at this app', async () => {
    wechat.replyWith(knowing([]));
    const askedFor: string[][] = [];
    const findSessionKey = async (...of: string[]): Promise<null> => {
      askedFor.push(of);
      return null;
    };
    const gateway = new XpayGateway({
      settings: xpaySettings(),
      api: anApi({ baseUrl: wechat.baseUrl }),
      findSessionKey,
    });
    expect(await gateway.createCheckout(anAttemptOf(gateway))).to.deep.equal({ kind: 'payer_session_missing' });
    expect(askedFor).to.deep.equal([['wx0000000000000001', OPENID]]);
    expect(wechat.requests).to.deep.equal([]);
  });

  it('says what the phone would not tell: paid, or closed', async () => {
    wechat.replyWith(knowing([anOrder()]));
    expect(await checkOut()).to.deep.equal({ kind: 'already_paid' });
    wechat.replyWith(knowing([anOrder({ status: 6, paid_time: 0, paid_fee: 0 })]));
    expect(await checkOut()).to.deep.equal({ kind: 'closed' });
  });

  it('is Unavailable while WeChat is: what is paid there could not be seen', async () => {
    wechat.replyWith(withToken(silence));
    await unavailabilityOf(checkOut(), 'wechat_api');
  });
});
