import { expect } from 'chai';
import { inBill } from '../support/beijing-days.ts';
import { billsOf } from '../support/bill-client.ts';
import { aPaidOrder } from '../support/paid-order.ts';
import { aRefund } from '../support/refund-builder.ts';
import { useSimulatedWechat } from '../support/simulated-wechat.ts';

const header =
  '记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),资金变更提交申请人,备注,业务凭证号';
const summary = '资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额';

describe('The fund flow bill of a day', () => {
  const wechat = useSimulatedWechat();
  const bills = billsOf(wechat);
  const paidAt = async (outTradeNo: string): Promise<string> =>
    inBill(String((await wechat.merchant.query(outTradeNo)).json['success_time']));

  it('has every movement with the balance after it, and the sums of both directions', async () => {
    const { mchid } = wechat.simulator.credentials;
    await bills.newDay();
    await aPaidOrder(wechat);
    const day = await bills.newDay();
    const order = await aPaidOrder(wechat, { order: { amount: { total: 10_000 } } });
    await wechat.control.advance(60);
    const request = aRefund(order, { refund: 5000, total: 10_000 });
    const { json: refund } = await wechat.merchant.refund(request);
    await wechat.control.advance(60);
    const byHand = { amount_fen: 1, out_refund_no: 'HAND1', notify: false };
    await wechat.control.planRefunds({ outcome: 'CLOSED', delay_seconds: 30 });
    await wechat.control.post(`/orders/${order.outTradeNo}/refund`, byHand);
    const hand = await wechat.control.refund('HAND1');
    await bills.newDay();
    const at = await paidAt(order.outTradeNo);
    const refundAt = inBill(String(refund['create_time']));
    const [handAt, closedAt] = [inBill(hand.create_time), inBill(hand.create_time, 30)];
    const payment = `\`${order.transactionId},\`${order.transactionId},\`交易`;
    const refunded = `\`${String(refund['refund_id'])},\`${order.transactionId},\`退款`;
    const handed = `\`${hand.refund_id},\`${order.transactionId},\`退款`;
    expect((await bills.fundFlow({ bill_date: day })).split('\r\n')).to.deep.equal([
      header,
      `\`${at},${payment},\`交易,\`收入,\`100.00,\`109.84,\`system,\`结算总金额 100.00 元;含手续费 0.60 元,\`${order.outTradeNo}`,
      `\`${at},${payment},\`扣除交易手续费,\`支出,\`0.60,\`109.24,\`system,\`结算总金额 100.00 元;含手续费 0.60 元,\`${order.outTradeNo}`,
      `\`${refundAt},${refunded},\`退还交易手续费,\`收入,\`0.30,\`109.54,\`${mchid}API,\`退款总金额50.00元;含手续费0.30元,\`${request.out_refund_no}`,
      `\`${refundAt},${refunded},\`退款,\`支出,\`50.00,\`59.54,\`${mchid}API,\`退款总金额50.00元;含手续费0.30元,\`${request.out_refund_no}`,
      `\`${handAt},${handed},\`退款,\`支出,\`0.01,\`59.53,\`${mchid}@${mchid},\`退款总金额0.01元;含手续费0.00元,\`HAND1`,
      `\`${closedAt},${handed},\`退款关闭,\`收入,\`0.01,\`59.54,\`${mchid}@${mchid},\`退款总金额0.01元;含手续费0.00元,\`HAND1`,
      summary,
      '`6,`3,`100.31,`3,`50.61',
      '',
    ]);
  });

  it('is of the basic account: the others have no movements', async () => {
    const day = await bills.newDay();
    await aPaidOrder(wechat);
    await bills.newDay();
    expect(await bills.fundFlow({ bill_date: day, account_type: 'BASIC' })).to.include(header);
    for (const account_type of ['OPERATION', 'FEES']) {
      const { status, json } = await wechat.merchant.fundFlowBill({ bill_date: day, account_type });
      expect([status, json['code']]).to.deep.equal([400, 'NO_STATEMENT_EXIST']);
    }
  });
});
