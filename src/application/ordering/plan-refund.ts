import type { Draw } from '../../domain/ledger/consumption.ts';
import { pointsToFreeze, refundableFen, type Sale, type SoldLot } from '../../domain/ledger/refund-share.ts';
import { isSettled, type Order, type SettledOrder } from '../../domain/ordering/order.ts';
import type { PaymentAttempt } from '../../domain/ordering/payment-attempt.ts';
import {
  type ApprovedRefund,
  type AwaitingRefund,
  type Refund,
  type RefundedPayment,
  standingOf,
} from '../../domain/ordering/refund.ts';
import { decideRefundRequest, type RefundRefusal, type RefundWish } from '../../domain/ordering/refund-request.ts';
import { hasPaid, knownPayment } from '../../domain/ordering/refunded-payment.ts';
import type { Fen } from '../../domain/shared/fen.ts';
import { accountOf, type OrderId, type OutTradeNo, type RefundId } from '../../domain/shared/ids.ts';
import type { IdSource } from '../shared/random.ts';
import type { Stores } from '../shared/unit-of-work.ts';
import { newOutRefundNo } from './new-out-refund-no.ts';

export type PlanNeeds = 'orders' | 'refunds' | 'ledger' | 'clock';
export type PlanTools = {
  readonly ids: IdSource;
  /** Above this, a second operator decides. */
  readonly approvalLimitFen: Fen;
};
/** An order by its id, which means the payment that paid it, or one payment by our number. */
export type Refundable = { readonly orderId: OrderId } | { readonly outTradeNo: OutTradeNo };
export type WishedRefund = RefundWish & {
  readonly of: Refundable;
  /** The caller's word for this one request: said again for the same order, it gives the same refund. */
  readonly requestKey: string | null;
};

export type RefundPlan = {
  readonly order: SettledOrder;
  readonly refund: AwaitingRefund | ApprovedRefund;
  readonly sale: Sale;
  /** The most that can go back. */
  readonly refundableFen: Fen;
  /** Of the order; none, where the payment has paid for none. */
  readonly lots: readonly SoldLot[];
  /** What is to be frozen of them. */
  readonly draws: readonly Draw[];
  readonly now: Date;
};
export type UnplannedRefund =
  /** It was asked for before, under this key. */
  | { readonly kind: 'asked_before'; readonly refund: Refund }
  | { readonly kind: 'unknown_order' }
  /** There is no money of this number here. */
  | { readonly kind: 'not_paid'; readonly status: Order['status'] }
  /** This key stands for a refund of another payment or amount. */
  | { readonly kind: 'request_key_reused'; readonly refund: Refund }
  | RefundRefusal;

/** What a refund comes to, with order and account locked: the same for showing it and for doing it. Writes nothing. */
export async function planRefund(
  stores: Pick<Stores, PlanNeeds>,
  wished: WishedRefund,
  tools: PlanTools,
): Promise<{ readonly kind: 'planned'; readonly plan: RefundPlan } | UnplannedRefund> {
  const found = await lockOrder(stores, wished.of);
  if (!found) return { kind: 'unknown_order' };
  const { order, attempt } = found;
  const refunds = await stores.refunds.listOf(order.id);
  const payment = knownPayment(order, attempt, refunds);
  if (!isSettled(order) || !payment) return { kind: 'not_paid', status: order.status };
  return (
    (await findEarlier(stores, order, payment, wished)) ?? plan(stores, { order, refunds, payment }, wished, tools)
  );
}

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

async function findEarlier(
  { refunds }: Pick<Stores, 'refunds'>,
  order: SettledOrder,
  payment: RefundedPayment,
  { requestKey, refundFen }: WishedRefund,
): Promise<UnplannedRefund | null> {
  const refund = requestKey === null ? null : await refunds.findByRequestKey(order.id, requestKey);
  if (!refund) return null;
  const isSame =
    refund.payment.transactionId === payment.transactionId && (refundFen === 'all' || refundFen === refund.refundFen);
  return { kind: isSame ? 'asked_before' : 'request_key_reused', refund };
}

type Known = { readonly order: SettledOrder; readonly refunds: readonly Refund[]; readonly payment: RefundedPayment };

async function plan(
  { ledger, clock }: Pick<Stores, PlanNeeds>,
  { order, refunds, payment }: Known,
  wished: WishedRefund,
  { ids, approvalLimitFen }: PlanTools,
): Promise<{ readonly kind: 'planned'; readonly plan: RefundPlan } | RefundRefusal> {
  const account = accountOf(order.userId);
  await ledger.lock(account);
  const now = await clock.now();
  const lots = hasPaid(payment, order) ? await ledger.listLotsOf(account, order.id) : null;
  const { refundedFen, leftFen } = standingOf(payment, refunds);
  const sale = { paidFen: payment.paidFen, refundedFen };
  const refundable = lots ? refundableFen(lots, sale, now) : leftFen;
  const names = { id: ids.next<RefundId>(), outRefundNo: newOutRefundNo(ids) };
  const terms = { ...names, payment, refundableFen: refundable, approvalLimitFen };
  const decision = decideRefundRequest(order, refunds, wished, terms, now);
  if (decision.kind !== 'requested') return decision;
  const { refund } = decision;
  const draws = lots ? drawsFor(lots, refund.refundFen, sale, now) : [];
  return { kind: 'planned', plan: { order, refund, sale, refundableFen: refundable, lots: lots ?? [], draws, now } };
}

function drawsFor(lots: readonly SoldLot[], refundFen: Fen, sale: Sale, now: Date): readonly Draw[] {
  const decision = pointsToFreeze(lots, refundFen, sale, now);
  if (decision.kind === 'covered') return decision.draws;
  throw new Error(`refundable are ${decision.refundableFen} fen, and ${refundFen} were decided`);
}
