import type { Order } from '../../../domain/ordering/order.ts';
import type { OutTradeNo } from '../../../domain/shared/ids.ts';
import { publicId } from '../public-id.ts';
import { wholeNumber } from '../whole-number.ts';

export const orderJson = ({ order, outTradeNo }: { readonly order: Order; readonly outTradeNo: OutTradeNo }) => ({
  id: publicId('ord', order.id),
  out_trade_no: outTradeNo,
  status: order.status,
  package_id: publicId('pkg', order.terms.packageId),
  package_name: order.terms.packageName,
  amount_fen: order.terms.amountFen,
  points: wholeNumber(order.terms.points),
  bonus_points: wholeNumber(order.terms.bonusPoints),
  placed_at: order.placedAt,
  expires_at: order.expiresAt,
  paid_at: order.status === 'paid' ? order.paidAt : null,
  points_expire_at: order.status === 'paid' ? order.pointsExpireAt : null,
  transaction_id: order.status === 'paid' ? order.transactionId : null,
});
