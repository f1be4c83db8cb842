import { expect } from 'chai';
import { ExchangeFault } from '../../../../src/adapters/wechat/exchange-fault.ts';
import { readFundBill } from '../../../../src/adapters/wechat/pay/read-fund-bill.ts';
import { beijing } from '../../../support/instants.ts';
import { gathered, inPieces } from '../support/trade-bill-text.ts';

const COLUMNS =
  '记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),资金变更提交申请人,备注,业务凭证号';
type Line = { readonly name?: string; readonly type?: string; readonly side?: string; readonly yuan?: string };
const aLine = ({ name = '交易', type = '交易', side = '收入', yuan = '9.90' }: Line = {}): string =>
  [...['2026-01-15 12:00:42', '42001', '42001', name, type, side, yuan, '100.00'], ...['system', '备注', 'PT1']]
    .map((value) => `\`${value}`)
    .join(',');
const aBill = (...lines: string[]): string =>
  [`\ufeff${COLUMNS}`, ...lines, '资金流水总笔数,收入笔数', '`1,`1', ''].join('\r\n');
const read = (text: string) => gathered(readFundBill(inPieces(text)));

describe('reading a fund bill', () => {
  const row = { providerNo: '42001', kind: 'money', changeFen: 990, at: beijing('2026-01-15 12:00:42') };

  for (const [what, line, change] of [
    ['a payment', {}, {}],
    ['its fee', { type: '扣除交易手续费', side: '支出', yuan: '0.06' }, { kind: 'fee', changeFen: -6 }],
    ['a refund', { name: '退款', type: '退款', side: '支出', yuan: '4.95' }, { changeFen: -495 }],
    ['a fee that comes back', { name: '退款', type: '退还交易手续费', yuan: '0.03' }, { kind: 'fee', changeFen: 3 }],
  ] as const) {
    it(`gives ${what}`, async () => {
      expect(await read(aBill(aLine(line)))).to.deep.equal([{ ...row, ...change }]);
    });
  }

  for (const [what, line] of [
    ['a withdrawal', { name: '提现', type: '提现', side: '支出' }],
    ['the closing of a refund', { name: '退款', type: '退款关闭' }],
    ['the fee of a refund that was closed', { name: '退款', type: '扣除交易手续费', side: '支出' }],
  ] as const) {
    it(`leaves out ${what}`, async () => {
      expect(await read(aBill(aLine(line), aLine()))).to.deep.equal([row]);
    });
  }

  const unreadable = {
    'money that goes neither in nor out': aBill(aLine({ side: '其他' })),
    'an amount that is none': aBill(aLine({ yuan: '9,90' })),
    'a trade bill': '交易时间,公众账号ID\r\n`1,`2\r\n',
    'a bill that was cut off': aBill(aLine()).split('资金流水总笔数')[0] as string,
  };
  for (const [what, text] of Object.entries(unreadable)) {
    it(`refuses ${what}`, async () => {
      const fault = await read(text).catch((error: unknown) => error);
      expect(fault).to.be.instanceOf(ExchangeFault).with.property('kind', 'unreadable');
    });
  }
});
