import { knownPayment } from '../../domain/ordering/refunded-payment.ts';
import type { BillRow } from '../../domain/ordering/trade-bill.ts';
import type { Stores, UnitOfWork } from '../shared/unit-of-work.ts';
import type { ApplyRefund } from './apply-refund.ts';
import type { QueryAndSettle } from './query-and-settle.ts';

type Dependencies = {
  readonly uow: UnitOfWork<'orders' | 'refunds'>;
  readonly queryAndSettle: QueryAndSettle;
  readonly applyRefund: ApplyRefund;
};
export type LookAtBillRow = (row: BillRow) => Promise<void>;

/** Does what a row of the bill tells and we do not know. Rows of other systems of the merchant mean nothing here. */
export const lookAtBillRow =
  ({ uow, queryAndSettle, applyRefund }: Dependencies): LookAtBillRow =>
  async (row) => {
    const isNews = await uow.run((stores) =>
      row.kind === 'payment' ? isNewPayment(stores, row) : isNewRefund(stores, row),
    );
    if (!isNews) return;
    if (row.kind === 'payment') await queryAndSettle(row.outTradeNo, 'bill');
    else await applyRefund(row, 'bill');
  };

type PaymentRow = Extract<BillRow, { kind: 'payment' }>;
type RefundRow = Extract<BillRow, { kind: 'refund' }>;

async function isNewPayment(
  { orders, refunds }: Pick<Stores, 'orders' | 'refunds'>,
  { outTradeNo, transactionId }: PaymentRow,
): Promise<boolean> {
  const attempt = await orders.findAttempt(outTradeNo);
  const placed = attempt && (await orders.find(attempt.orderId));
  if (!placed) return false;
  const known = knownPayment(placed.order, attempt, await refunds.listOf(placed.order.id));
  return known?.transactionId !== transactionId;
}

/** Of a refund that we know, a bill has only one thing to say: that it has succeeded. Anything else is old. */
async function isNewRefund(
  { orders, refunds }: Pick<Stores, 'orders' | 'refunds'>,
  { refund: told }: RefundRow,
): Promise<boolean> {
  if (!(await orders.findAttempt(told.outTradeNo))) return false;
  const known = await refunds.findByOutRefundNo(told.outRefundNo);
  return !known || (told.status === 'succeeded' && known.status !== 'succeeded');
}
