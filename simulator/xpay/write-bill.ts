import type { Context } from '../context.ts';
import { beijingDigits, beijingRfc3339 } from '../time/beijing-time.ts';
import type { XpayBill } from './xpay-state.ts';

const header = '时间,类型,商户单号,微信单号,退款单号,道具ID,数量,金额(元)';

const yuan = (amountFen: number): string => (amountFen / 100).toFixed(2);

type Row = { readonly atMs: number; readonly cells: readonly (string | number)[] };

function rowsOf({ store }: Context, { env }: XpayBill): Row[] {
  const { orders, refunds } = store.world.xpay;
  const ofEnv = [...orders.values()].filter((order) => order.env === env);
  const paid = ofEnv.flatMap((order): Row[] => {
    const { outTradeNo, wxOrderId, productId, quantity, payment } = order;
    if (!payment) return [];
    return [
      {
        atMs: payment.paidAtMs,
        cells: ['支付', outTradeNo, wxOrderId, '', productId, quantity, yuan(payment.paidFen)],
      },
    ];
  });
  const back = [...refunds.values()].flatMap((refund): Row[] => {
    const order = ofEnv.find(({ outTradeNo }) => outTradeNo === refund.outTradeNo);
    if (!order || refund.outcome !== 'refunded') return [];
    const { outTradeNo, wxOrderId, productId, quantity } = order;
    const cells = ['退款', outTradeNo, wxOrderId, refund.refundOrderId, productId, quantity, yuan(refund.feeFen)];
    return [{ atMs: refund.settlesAtMs, cells }];
  });
  return [...paid, ...back].sort((a, b) => a.atMs - b.atMs);
}

/** The columns are ours: WeChat does not publish its own. */
export function writeBill(context: Context, bill: XpayBill): string {
  const rows = rowsOf(context, bill).filter(({ atMs }) => {
    const day = beijingDigits(atMs).slice(0, 8);
    return bill.beginDay <= day && day <= bill.endDay;
  });
  const lines = rows.map(({ atMs, cells }) =>
    [beijingRfc3339(atMs).slice(0, 19).replace('T', ' '), ...cells].join(','),
  );
  return [header, ...lines, ''].join('\r\n');
}
