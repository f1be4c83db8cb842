import { feeFenOf } from '../pay/fee.ts';
import { yuan } from '../pay/yuan.ts';
import type { PaidOrder } from '../refunds/paid-order.ts';
import type { Refund } from '../state/refund.ts';
import type { World } from '../state/world.ts';
import { paidOrders } from './trade-entries.ts';

/** One movement on the merchant's basic account. */
export type Flow = {
  readonly atMs: number;
  /** Positive comes in, negative goes out. */
  readonly changeFen: number;
  readonly businessNo: string;
  readonly flowNo: string;
  readonly name: '交易' | '退款';
  readonly type: '交易' | '扣除交易手续费' | '退款' | '退款关闭' | '退还交易手续费';
  readonly applicant: string;
  readonly remark: string;
  readonly voucher: string;
};

const moved = ({ changeFen }: Flow): boolean => changeFen !== 0;

function paymentFlows({ outTradeNo, amountFen, payment }: PaidOrder): Flow[] {
  const feeFen = feeFenOf(amountFen);
  const shared = {
    atMs: payment.paidAtMs,
    businessNo: payment.transactionId,
    flowNo: payment.transactionId,
    name: '交易',
    applicant: 'system',
    remark: `结算总金额 ${yuan(amountFen)} 元;含手续费 ${yuan(feeFen)} 元`,
    voucher: outTradeNo,
  } as const;
  return [
    { ...shared, type: '交易', changeFen: amountFen },
    { ...shared, type: '扣除交易手续费', changeFen: -feeFen },
  ];
}

/** The fee comes back first: the account, which has given its share to it, can then pay the whole refund. */
function refundFlows(refund: Refund, order: PaidOrder, mchid: string): Flow[] {
  const { amountFen, feeFen } = refund;
  const shared = {
    businessNo: refund.refundId,
    flowNo: order.payment.transactionId,
    name: '退款',
    applicant: refund.origin === 'api' ? `${mchid}API` : `${mchid}@${mchid}`,
    remark: `退款总金额${yuan(amountFen)}元;含手续费${yuan(feeFen)}元`,
    voucher: refund.outRefundNo,
  } as const;
  const closed = refund.ends.filter(({ status }) => status === 'CLOSED');
  return [
    { ...shared, atMs: refund.createdAtMs, type: '退还交易手续费', changeFen: feeFen },
    { ...shared, atMs: refund.createdAtMs, type: '退款', changeFen: -amountFen },
    ...closed.flatMap(({ atMs }): Flow[] => [
      { ...shared, atMs, type: '退款关闭', changeFen: amountFen },
      { ...shared, atMs, type: '扣除交易手续费', changeFen: -feeFen },
    ]),
  ];
}

/** Every movement since the account was opened, in order. Nothing is ever withdrawn. */
export function fundFlows(world: Pick<World, 'orders' | 'refunds'>, mchid: string): Flow[] {
  return paidOrders(world)
    .flatMap((order) => [
      ...paymentFlows(order),
      ...order.outRefundNos.flatMap((outRefundNo) => {
        const refund = world.refunds.get(outRefundNo);
        return refund ? refundFlows(refund, order, mchid) : [];
      }),
    ])
    .filter(moved)
    .sort((a, b) => a.atMs - b.atMs);
}
