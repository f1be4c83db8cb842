import { z } from 'zod';
import type {
  FrozenRefund,
  RefundLookup,
  RefundOutcome,
  RefundRequest,
} from '../../../domain/ordering/payment-gateway.ts';
import { fen } from '../../../domain/shared/fen.ts';
import { WechatApiError } from '../api/wechat-api-error.ts';
import { findOrder, unreadable, type XpayOrder } from './find-order.ts';
import { begun, feeOf, readRefund, refundBody } from './refund.ts';
import { isXpayError, type XpayApi } from './xpay-api.ts';

const acceptedSchema = z.object({ refund_order_id: z.string().min(1), refund_wx_order_id: z.string().min(1) });

/** See `PaymentGateway.requestRefund`. A payment that WeChat does not know of yet is `not_yet`. */
export async function requestRefund(xpay: XpayApi, frozen: FrozenRefund): Promise<RefundOutcome> {
  const { refund } = frozen;
  const order = await findOrder(xpay, payerOf(refund), refund.outTradeNo);
  if (!order || order.paid_time === 0) return { kind: 'not_yet' };
  try {
    const told = acceptedSchema.safeParse(await xpay.call('refund_order', refundBody(frozen, order))).data;
    if (told?.refund_order_id !== refund.outRefundNo) throw unreadable('accepted refund');
    return { kind: 'accepted', refund: begun(refund, told.refund_wx_order_id) };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return afterRefusal(xpay, refund, order, error);
  }
}

/** See `PaymentGateway.queryRefund`. */
export async function queryRefund(xpay: XpayApi, refund: RefundRequest): Promise<RefundLookup> {
  const told = await findOrder(xpay, payerOf(refund), refund.outRefundNo);
  if (!told) return { kind: 'unknown' };
  if (told.refund_fee === refund.refundFen)
    return { kind: 'found', refund: readRefund(refund, told, refund.refundFen) };
  const order = await findOrder(xpay, payerOf(refund), refund.outTradeNo);
  const isAsAsked = order !== null && told.refund_fee === feeOf(refund, order);
  return { kind: 'found', refund: readRefund(refund, told, isAsAsked ? refund.refundFen : fen(told.refund_fee)) };
}

/** Whatever WeChat says of this request: a number that it knows has been accepted before, and must not come to another end. */
async function afterRefusal(
  xpay: XpayApi,
  refund: RefundRequest,
  order: XpayOrder,
  error: WechatApiError,
): Promise<RefundOutcome> {
  const lookup = await queryRefund(xpay, refund);
  if (lookup.kind === 'found') {
    const isThisOne = lookup.refund.refundFen === refund.refundFen;
    return isThisOne
      ? { kind: 'accepted', refund: lookup.refund }
      : { kind: 'rejected', reason: `refund ${refund.outRefundNo} is known at WeChat with another amount` };
  }
  if (isXpayError(error, 'refundUnderWay', 'repeated')) return { kind: 'not_yet' };
  if (isXpayError(error, 'balanceTooLow')) return { kind: 'balance_too_low' };
  return { kind: 'rejected', reason: reasonOf(error, order) };
}

/** A payment that has no number of WeChat Pay's was made on an iPhone, through Apple. */
function reasonOf({ message, requestId }: WechatApiError, order: XpayOrder): string {
  const reason = `${message} (request ${requestId ?? 'without id'})`;
  if (order.wxpay_order_id !== '') return reason;
  return `paid through Apple, which alone can refund it: the buyer asks Apple. ${reason}`;
}

/** About this refund, as opposed to our signature, our token or our configuration. */
const isRefusal = (error: unknown): error is WechatApiError =>
  error instanceof WechatApiError && refusals.has(error.errcode);

// 虚拟支付, errcode: openid, parameters, repeated, refunded, balance, written off, under way, another amount left.
const refusals: ReadonlySet<number> = new Set([1, 2, 4, 5, 6, 13, 14, 16].map((code) => 268490000 + code));

function payerOf({ payerOpenid }: RefundRequest): string {
  if (payerOpenid === null) throw new Error('virtual payment: nobody in particular is to be refunded');
  return payerOpenid;
}
