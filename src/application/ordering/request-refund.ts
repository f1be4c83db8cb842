import { pointsToFreeze, refundableFen, type SoldLot } from '../../domain/ledger/refund-share.ts';
import { isSettled, type Order, type SettledOrder } from '../../domain/ordering/order.ts';
import type { PaymentAttempt } from '../../domain/ordering/payment-attempt.ts';
import { type Refund, type RefundedPayment, standingOf } from '../../domain/ordering/refund.ts';
import { refundEvent } from '../../domain/ordering/refund-event.ts';
import { decideRefundRequest, type RefundRefusal, type RefundWish } from '../../domain/ordering/refund-request.ts';
import { hasPaid, knownPayment } from '../../domain/ordering/refunded-payment.ts';
import type { Fen } from '../../domain/shared/fen.ts';
import { accountOf, type OrderId, type OutTradeNo, type RefundId } from '../../domain/shared/ids.ts';
import type { IdSource } from '../shared/random.ts';
import type { Stores, UnitOfWork } from '../shared/unit-of-work.ts';
import { newOutRefundNo } from './new-out-refund-no.ts';

type Needed = 'orders' | 'refunds' | 'ledger' | 'clock';
type Dependencies = {
  readonly uow: UnitOfWork<Needed>;
  readonly ids: IdSource;
  /** Above this, a second operator decides. */
  readonly approvalLimitFen: Fen;
};
/** An order by its id, which means the payment that paid it, or one payment by our number. */
export type Refundable = { readonly orderId: OrderId } | { readonly outTradeNo: OutTradeNo };
export type WantedRefund = RefundWish & {
  readonly of: Refundable;
  /** The caller's word for this one request: said again for the same order, it gives the same refund. */
  readonly requestKey: string | null;
};
export type RequestRefundOutcome =
  | { readonly kind: 'requested'; readonly refund: Refund; readonly repeated: boolean }
  | { readonly kind: 'unknown_order' }
  /** There is no money of this number here. */
  | { readonly kind: 'not_paid'; readonly status: Order['status'] }
  /** This key stands for a refund of another payment or amount. */
  | { readonly kind: 'request_key_reused'; readonly refund: Refund }
  | RefundRefusal;
export type RequestRefund = (wanted: WantedRefund) => Promise<RequestRefundOutcome>;

/**
 * An operator gives money back: the points that it stands for are frozen in the same transaction, so that they cannot be
 * spent while the money is on its way. Sending is the workers' work.
 */
export const requestRefund =
  ({ uow, ids, approvalLimitFen }: Dependencies): RequestRefund =>
  (wanted) =>
    uow.run(async (stores) => {
      const found = await lockOrder(stores, wanted.of);
      if (!found) return { kind: 'unknown_order' };
      const refunds = await stores.refunds.listOf(found.order.id);
      const payment = knownPayment(found.order, found.attempt, refunds);
      if (!isSettled(found.order) || !payment) return { kind: 'not_paid', status: found.order.status };
      return (
        (await repeat(stores, found.order, payment, wanted)) ??
        request(stores, { order: found.order, refunds, payment }, wanted, { ids, approvalLimitFen })
      );
    });

/** The order, and the attempt whose money is meant. */
async function lockOrder(
  { orders }: Pick<Stores, 'orders'>,
  of: Refundable,
): Promise<{ readonly order: Order; readonly attempt: PaymentAttempt } | null> {
  if ('outTradeNo' in of) return orders.lock(of.outTradeNo);
  const placed = await orders.find(of.orderId);
  const locked = placed && (await orders.lock(placed.attempt.intent.outTradeNo));
  if (!locked || !isSettled(locked.order)) return locked;
  const paying = await orders.findAttempt(locked.order.outTradeNo);
  return paying && { order: locked.order, attempt: paying };
}

async function repeat(
  { refunds }: Pick<Stores, 'refunds'>,
  order: SettledOrder,
  payment: RefundedPayment,
  { requestKey, refundFen }: WantedRefund,
): Promise<RequestRefundOutcome | null> {
  const refund = requestKey === null ? null : await refunds.findByRequestKey(order.id, requestKey);
  if (!refund) return null;
  const isSame =
    refund.payment.transactionId === payment.transactionId && (refundFen === 'all' || refundFen === refund.refundFen);
  return isSame ? { kind: 'requested', refund, repeated: true } : { kind: 'request_key_reused', refund };
}

type Known = { readonly order: SettledOrder; readonly refunds: readonly Refund[]; readonly payment: RefundedPayment };

async function request(
  stores: Pick<Stores, Needed>,
  { order, refunds, payment }: Known,
  wanted: WantedRefund,
  { ids, approvalLimitFen }: Omit<Dependencies, 'uow'>,
): Promise<RequestRefundOutcome> {
  const account = accountOf(order.userId);
  await stores.ledger.lock(account);
  const now = await stores.clock.now();
  const lots = hasPaid(payment, order) ? await stores.ledger.listLotsOf(account, order.id) : null;
  const { refundedFen, leftFen } = standingOf(payment, refunds);
  const sale = { paidFen: payment.paidFen, refundedFen };
  const id = ids.next<RefundId>();
  const outRefundNo = newOutRefundNo(ids);
  const refundable = lots ? refundableFen(lots, sale, now) : leftFen;
  const terms = { id, outRefundNo, payment, refundableFen: refundable, approvalLimitFen };
  const decision = decideRefundRequest(order, refunds, wanted, terms, now);
  if (decision.kind !== 'requested') return decision;
  const { refund } = decision;
  if (lots) {
    const draws = drawsFor(lots, refund.refundFen, sale, now);
    await stores.ledger.freeze({ accountId: account, refundId: id, orderId: order.id, draws, at: now });
  }
  const told = { cause: 'operator', at: now, more: { by: wanted.operator } } as const;
  await stores.refunds.add({ refund, requestKey: wanted.requestKey }, refundEvent('refund_requested', refund, told));
  return { kind: 'requested', refund, repeated: false };
}

function drawsFor(lots: readonly SoldLot[], refundFen: Fen, sale: Parameters<typeof refundableFen>[1], now: Date) {
  const decision = pointsToFreeze(lots, refundFen, sale, now);
  if (decision.kind === 'covered') return decision.draws;
  throw new Error(`refundable are ${decision.refundableFen} fen, and ${refundFen} were decided`);
}
