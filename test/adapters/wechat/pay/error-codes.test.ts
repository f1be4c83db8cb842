import { expect } from 'chai';
import { type ErrorMeaning, meaningOf, normaliseCode } from '../../../../src/adapters/wechat/pay/error-codes.ts';

const cases: readonly (readonly [number, string, ErrorMeaning])[] = [
  [400, 'ORDERPAID', 'already_paid'],
  [400, 'ORDER_PAID', 'already_paid'],
  [400, 'ORDER_CLOSED', 'closed'],
  [400, 'ORDERCLOSED', 'closed'],
  [404, 'ORDER_NOT_EXIST', 'not_found'],
  [404, 'ORDERNOTEXIST', 'not_found'],
  [404, 'ORDER_NOT_EXISTS', 'not_found'],
  [404, 'RESOURCE_NOT_EXISTS', 'not_found'],
  [429, 'FREQUENCY_LIMITED', 'temporary'],
  [429, 'RATELIMIT_EXCEEDED', 'temporary'],
  [500, 'SYSTEM_ERROR', 'temporary'],
  [500, 'SYSTEMERROR', 'temporary'],
  [500, 'BANK_ERROR', 'temporary'],
  [500, 'BANKERROR', 'temporary'],
  [500, 'OPENID_MISMATCH', 'refused'],
  [500, 'INVALID_TRANSACTIONID', 'refused'],
  [400, 'PARAM_ERROR', 'refused'],
  [400, 'INVALID_REQUEST', 'refused'],
  [400, 'APPID_MCHID_NOT_MATCH', 'refused'],
  [400, 'MCH_NOT_EXISTS', 'refused'],
  [401, 'SIGN_ERROR', 'refused'],
  [403, 'NO_AUTH', 'refused'],
  [403, 'NOAUTH', 'refused'],
  [403, 'ACCOUNT_ERROR', 'refused'],
  [403, 'NOT_ENOUGH', 'balance_too_low'],
  [403, 'NOTENOUGH', 'balance_too_low'],
  [403, 'OUT_TRADE_NO_USED', 'refused'],
  [403, 'RULE_LIMIT', 'refused'],
  [403, 'TRADE_ERROR', 'refused'],
  [400, 'SOMETHING_NEW', 'refused'],
  [404, 'SOMETHING_NEW', 'refused'],
  [429, 'SOMETHING_NEW', 'temporary'],
  [500, 'SOMETHING_NEW', 'temporary'],
  [503, '', 'temporary'],
];

describe('the meaning of an error code', () => {
  for (const [httpStatus, code, meaning] of cases) {
    it(`${httpStatus} ${code || 'without a code'} is ${meaning}`, () => {
      expect(meaningOf({ httpStatus, code, message: '' })).to.equal(meaning);
    });
  }

  it('ignores underscores and case', () => {
    expect(normaliseCode('Order_Not_Exist')).to.equal('ORDERNOTEXIST');
    expect(meaningOf({ httpStatus: 400, code: 'order_paid', message: '' })).to.equal('already_paid');
  });

  for (const code of ['INVALID_REQUEST', 'OUT_TRADE_NO_USED', 'TRADE_ERROR']) {
    it(`reads WeChat's text where ${code} alone does not tell`, () => {
      const httpStatus = 403;
      expect(meaningOf({ httpStatus, code, message: '该订单已支付' })).to.equal('already_paid');
      expect(meaningOf({ httpStatus, code, message: '订单已关闭，请重新下单' })).to.equal('closed');
      expect(meaningOf({ httpStatus, code, message: '请求重入时，参数与首次请求时不一致' })).to.equal('refused');
    });
  }
});
