import { expect } from 'chai';
import { WechatPayError } from '../../../../src/adapters/wechat/pay/wechat-pay-error.ts';
import { failureOf, unavailabilityOf } from '../support/failures.ts';
import { aGateway } from '../support/gateway.ts';
import { LoopbackWechat } from '../support/loopback-wechat.ts';
import { failure, noContent, success } from '../support/replies.ts';
import { anAttemptOf, anUnpaidTransaction, aTransaction, thePayment } from '../support/transactions.ts';

describe('asking about and closing a payment', () => {
  let wechat: LoopbackWechat;
  before(async () => {
    wechat = await LoopbackWechat.start();
  });
  after(() => wechat.stop());

  const query = () => aGateway({ baseUrl: wechat.baseUrl }).query(anAttemptOf(aGateway()));
  const close = () => aGateway({ baseUrl: wechat.baseUrl }).close(anAttemptOf(aGateway()));

  describe('query', () => {
    it('asks for our number at our merchant, signed', async () => {
      wechat.replyWith(success(aTransaction()));
      await query();
      expect(wechat.lastRequest).to.include({
        method: 'GET',
        path: '/v3/pay/transactions/out-trade-no/PT20260101000001?mchid=1230000109',
        hasValidSignature: true,
      });
    });

    for (const tradeState of ['SUCCESS', 'REFUND']) {
      it(`reads ${tradeState} as paid, by the total before coupons`, async () => {
        wechat.replyWith(success(aTransaction({ trade_state: tradeState })));
        const goneBack = tradeState === 'REFUND' ? 'something' : 'nothing';
        expect(await query()).to.deep.equal({ kind: 'paid', payment: thePayment, goneBack });
      });
    }

    const states = { NOTPAY: 'unpaid', USERPAYING: 'unpaid', PAYERROR: 'unpaid', ACCEPT: 'unpaid' } as const;
    for (const [tradeState, kind] of Object.entries({ ...states, CLOSED: 'closed', REVOKED: 'closed' })) {
      it(`reads ${tradeState} as ${kind}`, async () => {
        wechat.replyWith(success(anUnpaidTransaction(tradeState)));
        expect(await query()).to.deep.equal({ kind });
      });
    }

    for (const code of ['ORDERNOTEXIST', 'ORDER_NOT_EXIST', 'ORDER_NOT_EXISTS', 'RESOURCE_NOT_EXISTS']) {
      it(`reads ${code} as unknown`, async () => {
        wechat.replyWith(failure(404, code));
        expect(await query()).to.deep.equal({ kind: 'unknown' });
      });
    }

    it('reads a payment without a payer', async () => {
      wechat.replyWith(success(aTransaction({ payer: null })));
      expect(await query()).to.deep.equal({
        kind: 'paid',
        payment: { ...thePayment, payerOpenid: null },
        goneBack: 'nothing',
      });
    });

    const unreadable: Record<string, Record<string, unknown>> = {
      'of another number': { out_trade_no: 'PT20260101000002' },
      'in a state that WeChat does not document': { trade_state: 'PONDERING' },
      'without an amount': { amount: undefined },
      'with a fraction of a fen': { amount: { total: 9.9, currency: 'CNY' } },
      'with a negative amount': { amount: { total: -1, currency: 'CNY' } },
      'with an amount as text': { amount: { total: '990', currency: 'CNY' } },
      'without a transaction id': { transaction_id: undefined },
      'paid at no real time': { success_time: '2026-02-30T12:00:00+08:00' },
      'paid at a time without a zone': { success_time: '2026-01-01T12:00:00' },
    };
    for (const [fault, override] of Object.entries(unreadable)) {
      it(`is Unavailable on a transaction ${fault}`, async () => {
        wechat.replyWith(success(aTransaction(override)));
        expect(await unavailabilityOf(query(), 'wechat_pay')).to.include('unreadable');
      });
    }

    for (const [status, code] of [
      [401, 'SIGN_ERROR'],
      [403, 'NO_AUTH'],
      [400, 'APPID_MCHID_NOT_MATCH'],
    ] as const) {
      it(`throws ${code} as a plain error with what support asks for`, async () => {
        wechat.replyWith(failure(status, code, '签名错误'));
        const error = await failureOf(query());
        expect(error).to.be.instanceOf(WechatPayError);
        expect(error).to.include({ httpStatus: status, code: code.replaceAll('_', ''), requestId: 'REQ-268435459' });
        expect(error.message).to.equal(`WeChat Pay answered ${status} ${code}: 签名错误`);
      });
    }

    it('does not take an unknown 404 for an unknown payment', async () => {
      wechat.replyWith(failure(404, 'MCH_NOT_EXISTS'));
      expect(await failureOf(query())).to.be.instanceOf(WechatPayError);
    });
  });

  describe('close', () => {
    it('posts our merchant id, signed, and takes a signed 204', async () => {
      wechat.replyWith(noContent());
      expect(await close()).to.deep.equal({ kind: 'closed' });
      expect(wechat.lastRequest).to.include({
        method: 'POST',
        path: '/v3/pay/transactions/out-trade-no/PT20260101000001/close',
        body: '{"mchid":"1230000109"}',
        hasValidSignature: true,
      });
    });

    const outcomes = [
      [400, 'ORDERPAID', 'already_paid'],
      [400, 'ORDER_PAID', 'already_paid'],
      [400, 'ORDER_CLOSED', 'closed'],
      [404, 'ORDER_NOT_EXIST', 'unknown'],
      [404, 'ORDERNOTEXIST', 'unknown'],
    ] as const;
    for (const [status, code, kind] of outcomes) {
      it(`reads ${code} as ${kind}`, async () => {
        wechat.replyWith(failure(status, code));
        expect(await close()).to.deep.equal({ kind });
      });
    }

    it('throws wrong credentials as a plain error', async () => {
      wechat.replyWith(failure(401, 'SIGN_ERROR'));
      expect(await failureOf(close())).to.be.instanceOf(WechatPayError);
    });
  });
});
