import { expect } from 'chai';
import type { SoldApi } from '../../miniprogram/app/api/types.ts';
import { cashierFailure } from '../../miniprogram/app/shared/cashier-result.ts';
import { fontScale } from '../../miniprogram/app/shared/font-scale.ts';
import { invoiceStatusLabel } from '../../miniprogram/app/shared/invoice-status.ts';
import { KEY_STATUSES, keyStatusLabel } from '../../miniprogram/app/shared/key-status.ts';
import { isPaid, orderStatusLabel } from '../../miniprogram/app/shared/order-status.ts';
import { pollDelayMs } from '../../miniprogram/app/shared/poll-delays.ts';
import { serviceStatus } from '../../miniprogram/app/shared/service-status.ts';

const anApi = (change: Partial<SoldApi> = {}): SoldApi => ({
  ...{ code: 'image.recognize', name: '图片识别', path: '/v1', points_per_call: 5, price_version: 1, next_price: null },
  ...{ effective_from: '2026-01-01T00:00:00.000Z', status: 'normal', notice: '', ...change },
});

describe('the states of things', () => {
  it('of keys: 活跃, 已禁用, 积分耗尽 and the rest', () => {
    expect(KEY_STATUSES.map((status) => keyStatusLabel(status).text)).to.deep.equal([
      '活跃',
      '已禁用',
      '积分耗尽',
      '已过期',
      '已轮换',
    ]);
  });

  it('of orders and invoices', () => {
    expect(orderStatusLabel('pending').text).to.equal('待支付');
    expect(invoiceStatusLabel('issued').text).to.equal('已开票');
  });

  it('an order is paid although something of it has gone back', () => {
    expect((['paid', 'partly_refunded', 'refunded'] as const).every(isPaid)).to.equal(true);
    expect((['pending', 'closed'] as const).some(isPaid)).to.equal(false);
  });
});

describe('API服务状态', () => {
  it('is one line while all is well', () => {
    expect(serviceStatus([anApi()])).to.deep.equal({ isNormal: true, summary: '全部接口运行正常', notices: [] });
  });

  it('says why it is not, in the operator’s words or in ours', () => {
    const apis = [
      anApi(),
      anApi({ status: 'maintenance', notice: '图片识别接口临时维护中' }),
      anApi({ status: 'degraded' }),
    ];
    expect(serviceStatus(apis).notices).to.deep.equal(['图片识别接口临时维护中', '图片识别接口响应变慢']);
  });
});

describe('what the phone says about a payment', () => {
  it('is a cancellation, of WeChat Pay and of virtual payment', () => {
    expect(cashierFailure({ errMsg: 'requestPayment:fail cancel' }).kind).to.equal('cancelled');
    expect(cashierFailure({ errMsg: 'requestVirtualPayment:fail x', errCode: -2 }).kind).to.equal('cancelled');
  });

  it('is a failure, with a reason where it is one for people', () => {
    expect(cashierFailure({ errMsg: 'requestPayment:fail 余额不足' })).to.deep.equal({
      kind: 'failed',
      reason: '余额不足',
    });
    expect(cashierFailure({ errMsg: 'requestPayment:fail system error' })).to.include({
      reason: '支付未完成，请稍后重试',
    });
  });
});

describe('other rules of the screen', () => {
  it('asks soon at first, then less often, and never stops', () => {
    const delays = [0, 1, 2, 3, 4, 5, 50].map(pollDelayMs);
    expect(delays).to.deep.equal([...delays].sort((a, b) => a - b));
    expect(pollDelayMs(50)).to.equal(10_000);
  });

  it('makes letters larger as WeChat is set, within what a row can hold', () => {
    expect(fontScale(undefined)).to.equal(1);
    expect([14, 17, 20.4, 30].map((px) => Number(fontScale(px).toFixed(2)))).to.deep.equal([1, 1, 1.2, 1.3]);
  });
});
