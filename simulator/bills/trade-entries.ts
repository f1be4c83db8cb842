import { isPaidOrder, type PaidOrder } from '../refunds/paid-order.ts';
import { type Refund, type RefundStatus, statusAt } from '../state/refund.ts';
import type { World } from '../state/world.ts';
import { beijingMidnight } from '../time/beijing-time.ts';
import { billDayMs, billReadyAfterMs } from '../time/limits.ts';

export type PaymentEntry = { readonly kind: 'payment'; readonly atMs: number; readonly order: PaidOrder };

/** A refund as it stood when the bill was made: bills are not corrected later. */
export type RefundEntry = {
  readonly kind: 'refund';
  /** When the refund was accepted. */
  readonly atMs: number;
  readonly order: PaidOrder;
  readonly refund: Refund;
  readonly status: RefundStatus;
  readonly succeededAtMs: number | null;
};

export type TradeEntry = PaymentEntry | RefundEntry;

type Source = Pick<World, 'orders' | 'refunds'>;

export const paidOrders = ({ orders }: Source): PaidOrder[] => [...orders.values()].filter(isPaidOrder);

function refundEntries(source: Source, madeAtMs: number): RefundEntry[] {
  return [...source.refunds.values()].flatMap((refund) => {
    const order = source.orders.get(refund.outTradeNo);
    if (!order || !isPaidOrder(order)) return [];
    const success = refund.ends.find((end) => end.status === 'SUCCESS' && end.atMs <= madeAtMs);
    const status = statusAt(refund, madeAtMs);
    const succeededAtMs = success?.atMs ?? null;
    return [{ kind: 'refund', atMs: refund.createdAtMs, order, refund, status, succeededAtMs }];
  });
}

/** Payments by the time of their success, refunds by that of their acceptance, within one Beijing day and in order. */
export function tradeEntries(source: Source, day: string): TradeEntry[] {
  const beginMs = beijingMidnight(day);
  const payments = paidOrders(source).map<TradeEntry>((order) => ({
    kind: 'payment',
    atMs: order.payment.paidAtMs,
    order,
  }));
  return [...payments, ...refundEntries(source, beginMs + billReadyAfterMs)]
    .filter(({ atMs }) => atMs >= beginMs && atMs < beginMs + billDayMs)
    .sort((a, b) => a.atMs - b.atMs);
}
