import { isSettled } from '../../domain/ordering/order.ts';
import type { GatewayName } from '../../domain/ordering/payment-channel.ts';
import { earlierBillsOf } from '../../domain/ordering/reconciliation/absent.ts';
import type { BilledRecords, PaymentRecord, RefundRecord, Span } from '../../domain/ordering/reconciliation/records.ts';
import { addUnbilled } from '../../domain/ordering/reconciliation/revenue.ts';
import type { Refund } from '../../domain/ordering/refund.ts';
import { hasPaid, knownPayment } from '../../domain/ordering/refunded-payment.ts';
import { totalPoints } from '../../domain/ordering/settlement.ts';
import type { MemoryState, StoredAttempt } from './memory-state.ts';

export function memoryBilledRecords(state: MemoryState): BilledRecords {
  const refunds = (): Refund[] => state.refunds.map(({ refund }) => refund);
  const hasLine = (isOf: (line: MemoryState['billLines'][number]) => boolean) => state.billLines.some(isOf);
  return {
    paymentsOf: async (numbers) =>
      new Map(
        numbers.flatMap((outTradeNo) => {
          const stored = state.attempts.get(outTradeNo);
          return stored ? [[outTradeNo, paymentRecord(state, stored)] as const] : [];
        }),
      ),
    refundsOf: async (numbers) =>
      new Map(
        refunds()
          .filter(({ outRefundNo }) => numbers.includes(outRefundNo))
          .map((refund) => [refund.outRefundNo, refundRecord(state, refund)]),
      ),
    paymentsWithoutLine: async (mchid, span) =>
      paymentsIn(state, span)
        .filter(({ attempt }) => attempt.request.mchid === mchid)
        .map((stored) => paymentRecord(state, stored))
        .filter(({ outTradeNo }) => !hasLine((line) => line.kind === 'payment' && line.outTradeNo === outTradeNo)),
    refundsWithoutLine: async (mchid, span) =>
      refunds()
        .filter(({ payment, origin }) => payment.mchid === mchid && origin !== 'elsewhere')
        .filter((refund) => isAcceptedIn(refund, span) && wereCompared(state, refund, span.from))
        .filter(({ outRefundNo }) => !hasLine((line) => line.kind === 'refund' && line.outRefundNo === outRefundNo))
        .map((refund) => refundRecord(state, refund)),
    unbilled: async (mchid, span) => {
      const others = paymentsIn(state, span).filter(({ attempt }) => attempt.request.mchid !== mchid);
      const sales = others.map(({ attempt: { gateway, intent } }) => ({
        ...{ gateway, payments: 1, amountFen: intent.amountFen },
      }));
      return addUnbilled(sales).sort((a, b) => byName(a.gateway, b.gateway));
    },
  };
}

const byName = (a: GatewayName, b: GatewayName): number => (a < b ? -1 : 1);

/** The paying attempts of orders that were paid within the span, in the order of their payment. */
const paymentsIn = (state: MemoryState, { from, to }: Span): StoredAttempt[] =>
  state.orders
    .filter(isSettled)
    .filter(({ paidAt }) => paidAt >= from && paidAt < to)
    .sort((a, b) => a.paidAt.getTime() - b.paidAt.getTime() || (a.outTradeNo < b.outTradeNo ? -1 : 1))
    .flatMap(({ outTradeNo }) => state.attempts.get(outTradeNo) ?? []);

function isAcceptedIn(refund: Refund, { from, to }: Span): boolean {
  if (!('acceptedAt' in refund) || refund.acceptedAt === null) return false;
  return refund.acceptedAt >= from && refund.acceptedAt < to;
}

/** The bills of the days that it waited. */
function wereCompared(state: MemoryState, refund: Refund, from: Date): boolean {
  const ended = state.reconciliations.filter(({ mchid, end }) => end && mchid === refund.payment.mchid);
  const decidedAt = 'decidedAt' in refund ? refund.decidedAt : from;
  return earlierBillsOf(decidedAt, from).every((day) => ended.some((each) => each.day === day));
}

function paymentRecord(state: MemoryState, { orderId, attempt }: StoredAttempt): PaymentRecord {
  const order = orderOf(state, orderId);
  const refunds = state.refunds.map(({ refund }) => refund).filter((refund) => refund.orderId === orderId);
  const known = knownPayment(order, attempt, refunds);
  const { outTradeNo, amountFen } = attempt.intent;
  return {
    ...{ outTradeNo, orderId, userId: order.userId, status: order.status, amountFen, points: totalPoints(order) },
    transactionId: known?.transactionId ?? null,
    paidForOrder: isSettled(order) && order.outTradeNo === outTradeNo,
  };
}

function refundRecord(state: MemoryState, refund: Refund): RefundRecord {
  const order = orderOf(state, refund.orderId);
  const { id, outRefundNo, orderId, refundFen, status, origin, payment } = refund;
  return {
    ...{ id, outRefundNo, orderId, userId: order.userId, refundFen, status, origin },
    ...{ outTradeNo: payment.outTradeNo, transactionId: payment.transactionId },
    paidForOrder: hasPaid(payment, order),
  };
}

/** The foreign keys of the tables. */
const orderOf = (state: MemoryState, orderId: PaymentRecord['orderId']) =>
  state.orders.find(({ id }) => id === orderId) as MemoryState['orders'][number];
