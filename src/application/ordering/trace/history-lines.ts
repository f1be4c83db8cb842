import type { AttemptRecord } from '../../../domain/ordering/order-records.ts';
import type { OrderEvent } from '../../../domain/ordering/orders.ts';
import { totalPoints } from '../../../domain/ordering/settlement.ts';
import type { OrderFile } from './order-file.ts';
import { figuresIn, present, type TraceLine } from './trace-line.ts';

const WHAT = {
  placed: 'order.placed',
  attempt_added: 'attempt.opened',
  attempt_ended: 'attempt.ended',
  paid: 'order.paid',
  paid_late: 'order.paid_late',
  closed: 'order.closed',
  mismatch: 'payment.mismatch',
  duplicate_payment: 'payment.duplicate',
  refund_requested: 'refund.requested',
  refund_approved: 'refund.approved',
  refund_rejected: 'refund.rejected',
  refund_succeeded: 'refund.succeeded',
  refund_failed: 'refund.failed',
  refund_abnormal: 'refund.abnormal',
  refund_found: 'refund.found',
} as const satisfies Record<OrderEvent['kind'], string>;

/** Moves of the order and of its refunds, each with its cause; and its attempts. */
export const fromHistory = (file: OrderFile): TraceLine[] => [
  ...file.history.flatMap((event) => (event.kind === 'placed' ? placed(file, event) : [moved(file, event)])),
  ...file.attempts.flatMap(askedAbout),
];

function placed({ order, attempts }: OrderFile, { at, cause }: OrderEvent): TraceLine[] {
  const { packageCode, amountFen } = order.terms;
  const figures = { package: packageCode, amountFen, points: String(totalPoints(order)) };
  const line = { at, what: WHAT.placed, cause, figures, ids: {} };
  return [line, ...attempts.slice(0, 1).map((first) => opened(first, at, cause))];
}

const opened = ({ attempt }: AttemptRecord, at: Date, cause: string): TraceLine => ({
  ...{ at, what: WHAT.attempt_added, cause },
  figures: {
    ...{ gateway: attempt.gateway, amountFen: attempt.intent.amountFen },
    payableUntil: attempt.intent.expiresAt.toISOString(),
  },
  ids: { outTradeNo: attempt.intent.outTradeNo },
});

function moved({ attempts }: OrderFile, event: OrderEvent): TraceLine {
  const { kind, at, cause, detail } = event;
  const added = attempts.find(({ attempt }) => attempt.intent.outTradeNo === detail['outTradeNo']);
  if (kind === 'attempt_added' && added) return opened(added, at, cause);
  const { transactionId, refundId, outRefundNo, outTradeNo, ...rest } = detail;
  const ids = { outTradeNo, transactionId, refundId, outRefundNo };
  return { at, what: WHAT[kind], cause, figures: figuresOf(rest), ids: present(ids) };
}

/** Of a payer who is not the right one, not who it was. */
function figuresOf({ expected, actual, ...words }: OrderEvent['detail']): TraceLine['figures'] {
  return { ...figuresIn(words), ...(words['field'] === 'payer' ? {} : present({ expected, actual })) };
}

function askedAbout({ attempt, checkedAt, setAsideAt, polls }: AttemptRecord): TraceLine[] {
  const ids = { outTradeNo: attempt.intent.outTradeNo };
  const line = (at: Date | null, what: string, cause: string | null, figures = {}): TraceLine[] =>
    at ? [{ at, what, cause, figures, ids }] : [];
  return [
    ...line(checkedAt, 'attempt.checked', 'user'),
    ...line(setAsideAt, 'attempt.set_aside', null, polls > 0 ? { polls } : {}),
  ];
}
