import { expect } from 'chai';
import { ExchangeFault } from '../../../../src/adapters/wechat/exchange-fault.ts';
import { readTradeBill } from '../../../../src/adapters/wechat/pay/read-trade-bill.ts';
import { beijing } from '../../../support/instants.ts';
import { aBillText, aPaymentLine, aRefundLine, BILL_COLUMNS, gathered, inPieces } from '../support/trade-bill-text.ts';

const payment = {
  kind: 'payment',
  mchid: '1230000109',
  transactionId: '4200000925202601150000000001',
  outTradeNo: 'PT20260101000001',
  amountFen: 990,
  settledFen: 990,
  feeMilliFen: 6_000,
  at: beijing('2026-01-15 12:00:42'),
};
const refund = {
  kind: 'refund',
  mchid: '1230000109',
  transactionId: '4200000925202601150000000001',
  outRefundNo: '00000000000000000000000000000001',
  outTradeNo: 'PT20260101000001',
  refundId: '50300000012026011500000000001',
  amountFen: 495,
  settledFen: 495,
  feeMilliFen: -3_000,
  state: 'succeeded',
  at: beijing('2026-01-15 18:30:00'),
};
const read = (text: string) => gathered(readTradeBill(inPieces(text)));

describe('reading a trade bill', () => {
  const both = [aPaymentLine(), aRefundLine()];

  const shapes = {
    'as WeChat writes it': {},
    'with a byte order mark': { bom: true },
    'with lines ended by LF': { newline: '\n' },
    'with its columns in another order': { columns: [...BILL_COLUMNS].reverse() },
    'with columns that we do not know': { columns: ['新列', ...BILL_COLUMNS, '另一列'] },
  };
  for (const [how, shape] of Object.entries(shapes)) {
    it(`gives payments and refunds in our words, ${how}`, async () => {
      expect(await read(aBillText(both, shape))).to.deep.equal([payment, refund]);
    });
  }

  it('takes what was charged before coupons, and what of it is settled', async () => {
    const [row] = await read(aBillText([aPaymentLine({ 应结订单金额: '8.90', 代金券金额: '1.00' })]));
    expect(row).to.deep.equal({ ...payment, settledFen: 890 });
  });

  it('takes what was asked to go back, coupons included', async () => {
    const [row] = await read(aBillText([aRefundLine({ 退款金额: '3.95', 充值券退款金额: '1.00' })]));
    expect(row).to.deep.equal({ ...refund, settledFen: 395 });
  });

  for (const [said, status] of [
    ['SUCCESS', 'succeeded'],
    ['CLOSED', 'closed'],
    ['PROCESSING', 'processing'],
    ['ABNORMAL', 'processing'],
    ['FAIL', 'processing'],
  ] as const) {
    it(`takes a refund that is ${said} for one that is ${status}`, async () => {
      const [row] = await read(aBillText([aRefundLine({ 退款状态: said })]));
      expect(row).to.have.property('state', status);
    });
  }

  const amounts = {
    '0.01': 1,
    '9.90': 990,
    '9.9': 990,
    '20': 2_000,
    '1234567.89': 123_456_789,
    '0.29': 29,
    '1.15': 115,
  };
  for (const [yuan, fen] of Object.entries(amounts)) {
    it(`reads ${yuan} yuan as ${fen} fen`, async () => {
      const [row] = await read(aBillText([aPaymentLine({ 订单金额: yuan })]));
      expect(row).to.include({ amountFen: fen });
    });
  }

  const fees = {
    '0.00000': 0,
    '0.05940': 5_940,
    '-0.05940': -5_940,
    '0.06': 6_000,
    '-0.00000': 0,
    '12.34567': 1_234_567,
  };
  for (const [yuan, fee] of Object.entries(fees)) {
    it(`reads a fee of ${yuan} yuan as ${fee} thousandths of a fen`, async () => {
      const [row] = await read(aBillText([aPaymentLine({ 手续费: yuan })]));
      expect(row).to.include({ feeMilliFen: fee });
    });
  }

  it('is not led astray by commas in a product’s name', async () => {
    expect(await read(aBillText([aPaymentLine({ 商品名称: '积分, 100, 个' })]))).to.deep.equal([payment]);
  });

  it('leaves out ways of paying that we do not offer', async () => {
    expect(await read(aBillText([aPaymentLine({ 交易状态: 'REVOKED' }), ...both]))).to.deep.equal([payment, refund]);
  });

  it('of nothing gives nothing', async () => {
    expect(await read(aBillText([]))).to.deep.equal([]);
  });

  const unreadable: Record<string, string> = {
    'nothing at all': '',
    'something else': '<html><body>502</body></html>',
    'a bill without a column that we need': aBillText(both, {
      columns: BILL_COLUMNS.filter((name) => name !== '订单金额'),
    }),
    'a bill that was cut off': aBillText(both).split('\r\n').slice(0, 3).join('\r\n'),
    'a line with a value too few': aBillText(both).replace('`CNY,', ''),
    'an amount with three decimals': aBillText([aPaymentLine({ 订单金额: '9.905' })]),
    'a negative amount': aBillText([aPaymentLine({ 订单金额: '-9.90' })]),
    'a fee that is none': aBillText([aPaymentLine({ 手续费: '--0.06' })]),
    'an amount that is none': aBillText([aRefundLine({ 申请退款金额: '' })]),
    'a time that is none': aBillText([aPaymentLine({ 交易时间: '2026-01-15T12:00:42Z' })]),
  };
  for (const [what, text] of Object.entries(unreadable)) {
    it(`refuses ${what} as a whole: a line that is skipped could be money`, async () => {
      const fault = await read(text).catch((error: unknown) => error);
      expect(fault).to.be.instanceOf(ExchangeFault).with.property('kind', 'unreadable');
    });
  }
});
