import { z } from 'zod';
import { publicId, shownId } from '../../../adapters/http/public-id.ts';
import { isSettled, ORDER_STATUSES, type Order, refundedFenOf } from '../../../domain/ordering/order.ts';
import { DOUBTS, type Doubt } from '../../../domain/ordering/order-records.ts';
import { totalPoints } from '../../../domain/ordering/settlement.ts';
import { instant, points } from '../../face/answer.ts';

export const orderShape = z.strictObject({
  id: shownId('ord'),
  state: z.enum(ORDER_STATUSES),
  user: shownId('usr'),
  package: z.string(),
  package_name: z.string(),
  amount_fen: z.int(),
  points: points.meta({ description: 'the bonus included' }),
  placed_at: instant,
  expires_at: instant.meta({ description: 'until when it can be paid' }),
  paid_at: instant.nullable(),
  settled_at: instant.nullable().meta({ description: 'when the points were credited' }),
  out_trade_no: z.string().nullable().meta({ description: 'of the payment that paid it' }),
  transaction_id: z.string().nullable(),
  refunded_fen: z.int(),
  points_expire_at: instant.nullable(),
  closed_at: instant.nullable(),
});

export const orderJson = (order: Order): z.output<typeof orderShape> => ({
  ...{ id: publicId('ord', order.id), state: order.status, user: publicId('usr', order.userId) },
  ...{ package: order.terms.packageCode, package_name: order.terms.packageName },
  ...{ amount_fen: order.terms.amountFen, points: String(totalPoints(order)) },
  ...{ placed_at: order.placedAt, expires_at: order.expiresAt },
  ...(isSettled(order)
    ? {
        ...{ paid_at: order.paidAt, settled_at: order.settledAt, points_expire_at: order.pointsExpireAt },
        ...{ out_trade_no: order.outTradeNo, transaction_id: order.transactionId, refunded_fen: refundedFenOf(order) },
      }
    : {
        ...{ paid_at: null, settled_at: null, points_expire_at: null },
        ...{ out_trade_no: null, transaction_id: null, refunded_fen: 0 },
      }),
  closed_at: order.status === 'closed' ? order.closedAt : null,
});

export const doubtsShape = z.array(z.enum(DOUBTS)).meta({ description: 'what has happened to it beside the usual' });

/** Of this doubt, what an operator makes of it. */
export const DOUBT_WORDS: Readonly<Record<Doubt, string>> = {
  paid_late: 'paid after it was closed',
  mismatch: 'a payment that does not fit was set aside',
  duplicate_payment: 'paid twice',
  refund_found: 'money went back without us',
  refund_abnormal: 'a refund did not reach the payer',
  refund_failed: 'a refund failed',
};
