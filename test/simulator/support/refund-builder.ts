import { randomBytes } from 'node:crypto';
import type { PaidOrder } from './paid-order.ts';

export const newOutRefundNo = (): string => `R${randomBytes(10).toString('hex')}`;

type Fen = { readonly refund?: number; readonly total?: number };

/** A refund as WeChat documents it, of the whole 990 fen; `changes` replace or add fields. */
export const aRefund = (
  { transactionId }: PaidOrder,
  { refund = 990, total = 990 }: Fen = {},
  changes: object = {},
) => ({
  transaction_id: transactionId,
  out_refund_no: newOutRefundNo(),
  amount: { refund, total, currency: 'CNY' },
  ...changes,
});
