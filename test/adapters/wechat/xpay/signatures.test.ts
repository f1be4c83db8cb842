import { expect } from 'chai';
import { productIdOf } from '../../../../src/adapters/wechat/xpay/product-id.ts';
import { paySignature, userSignature } from '../../../../src/adapters/wechat/xpay/xpay-signature.ts';
import { fen } from '../../../../src/domain/shared/fen.ts';
import { anIntent } from '../support/transactions.ts';
import { anXpayGateway, SESSION_KEY } from '../support/xpay.ts';

const SIGN_DATA =
  '{"offerId":"1450","buyQuantity":1,"env":0,"currencyType":"CNY","productId":"p100","goodsPrice":990,"outTradeNo":"PT20260101000001","attach":""}';

describe('the signatures of virtual payment', () => {
  it('are WeChat’s own over what the phone gets', () => {
    expect(paySignature('appkey', 'requestVirtualPayment', SIGN_DATA)).to.equal(
      '1e7ca50606f4e202cbba908a5e7cd5aa0b0eac2665aca57dbc88ce89a58ebec1',
    );
    expect(userSignature(SESSION_KEY, SIGN_DATA)).to.equal(
      'cc9113aae69a54bbcdba46de52cd8ba01e427201cfd6c8e523ca3bb24528637b',
    );
  });

  it('are WeChat’s own over a call of ours', () => {
    const body = '{"openid":"o1","env":0,"order_id":"PT20260101000001"}';
    expect(paySignature('appkey', '/xpay/query_order', body)).to.equal(
      '3afceb6b6b1e7a5b6714dc15cb48c271f22ab96c960c46fe5baffae6e32d4dcb',
    );
  });
});

describe('what is frozen for the phone', () => {
  const gateway = anXpayGateway({ baseUrl: 'http://127.0.0.1:1' });

  it('is signData, field for field in this order', () => {
    expect(gateway.freeze(anIntent())).to.deep.equal({
      appid: 'wx0000000000000001',
      mchid: '1450',
      body: SIGN_DATA.replace('p100', 'points_10_990'),
    });
  });

  it('names the sandbox, whose payments are none of the real merchant’s', () => {
    const { mchid, body } = anXpayGateway({ baseUrl: 'http://127.0.0.1:1' }, { env: 1 }).freeze(anIntent());
    expect(JSON.parse(body)).to.include({ env: 1 });
    expect(mchid).not.to.equal(gateway.mchid);
  });

  const ids: readonly (readonly [code: string, price: number, id: string])[] = [
    ['points-50', 5000, 'points_50_5000'],
    ['a.b-c_d', 1, 'a_b_c_d_1'],
    ['标准包', 7900, '____7900'],
    ['x'.repeat(64), 100_000_000, `${'x'.repeat(54)}_100000000`],
  ];
  for (const [code, price, id] of ids) {
    it(`calls ${code.slice(0, 20)} for ${price} fen ${id.slice(0, 20)}`, () => {
      expect(productIdOf(code, fen(price)))
        .to.equal(id)
        .and.to.match(/^\w{1,64}$/);
    });
  }
});
