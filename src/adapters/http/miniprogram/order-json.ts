import { isSettled, type Order } from '../../../domain/ordering/order.ts';
import type { OutTradeNo } from '../../../domain/shared/ids.ts';
import { publicId } from '../public-id.ts';
import { wholeNumber } from '../whole-number.ts';
import { appliedJson } from './promotion-json.ts';

export const orderJson = ({ order, outTradeNo }: { readonly order: Order; readonly outTradeNo: OutTradeNo }) => ({
  id: publicId('ord', order.id),
  // Of several numbers, the one that WeChat shows on the buyer's receipt.
  out_trade_no: isSettled(order) ? order.outTradeNo : outTradeNo,
  status: order.status,
  package_id: publicId('pkg', order.terms.packageId),
  package_name: order.terms.packageName,
  list_price_fen: order.terms.listPriceFen,
  amount_fen: order.terms.amountFen,
  points: wholeNumber(order.terms.points),
  bonus_points: wholeNumber(order.terms.bonusPoints),
  promotions: order.terms.promotions.map(appliedJson),
  placed_at: order.placedAt,
  expires_at: order.expiresAt,
  paid_at: isSettled(order) ? order.paidAt : null,
  points_expire_at: isSettled(order) ? order.pointsExpireAt : null,
  transaction_id: isSettled(order) ? order.transactionId : null,
  refunded_fen: order.status === 'partly_refunded' || order.status === 'refunded' ? order.refundedFen : 0,
});
