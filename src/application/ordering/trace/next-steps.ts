import { isSettled } from '../../../domain/ordering/order.ts';
import type { AttemptRecord } from '../../../domain/ordering/order-records.ts';
import type { Refund } from '../../../domain/ordering/refund.ts';
import type { OrderFile } from './order-file.ts';
import type { TraceIds } from './trace-line.ts';

/** What would move an order. */
export type NextStep = {
  readonly what:
    | 'buyer_pays'
    | 'provider_is_asked'
    | 'order_is_closed'
    | 'payment_is_looked_at'
    | 'notification_is_handled'
    | 'refund_is_approved'
    | 'refund_is_sent'
    | 'refund_is_asked_about'
    | 'refund_is_put_right'
    | 'delivery_is_reported'
    | 'invoice_is_issued'
    | 'red_letter_is_issued'
    | 'webhook_is_sent';
  readonly by: 'buyer' | 'worker' | 'operator' | 'second_operator';
  /** When a worker does it, or until when the buyer can; null: when somebody does. */
  readonly at: Date | null;
  readonly ids: TraceIds;
};

/** What waits for people first, then by time. */
export function nextStepsOf(file: OrderFile): NextStep[] {
  const steps = [
    ...file.attempts.flatMap((attempt) => stepsOfAttempt(file, attempt)),
    ...stepsOfNotifications(file),
    ...file.refunds.flatMap((refund) => stepsOfRefund(file, refund)),
    ...stepsOfPaper(file),
    ...stepsOfTelling(file),
  ];
  return steps.sort((a, b) => (a.at?.getTime() ?? 0) - (b.at?.getTime() ?? 0));
}

function stepsOfAttempt({ order, now }: OrderFile, record: AttemptRecord): NextStep[] {
  const { nextPollAt, nextCloseAt, endedAt, setAsideAt } = record;
  const { outTradeNo, expiresAt } = record.attempt.intent;
  const ids = { outTradeNo };
  const isWaiting = order.status === 'pending' && !endedAt && !setAsideAt;
  return [
    ...step(setAsideAt !== null && !isSettled(order), { what: 'payment_is_looked_at', by: 'operator', at: null, ids }),
    ...step(isWaiting && now < expiresAt, { what: 'buyer_pays', by: 'buyer', at: expiresAt, ids }),
    ...step(nextPollAt !== null, { what: 'provider_is_asked', by: 'worker', at: nextPollAt, ids }),
    ...step(order.status === 'pending' && nextCloseAt !== null, {
      ...{ what: 'order_is_closed', by: 'worker', at: nextCloseAt, ids },
    }),
  ];
}

const stepsOfNotifications = ({ notifications }: OrderFile): NextStep[] =>
  notifications.flatMap(({ notificationId, nextTryAt }) =>
    step(nextTryAt !== null, {
      ...{ what: 'notification_is_handled', by: 'worker', at: nextTryAt, ids: { notificationId } },
    }),
  );

function stepsOfRefund({ schedules }: OrderFile, { id: refundId, outRefundNo, status }: Refund): NextStep[] {
  const ids = { refundId, outRefundNo };
  const at = schedules.find((each) => each.refundId === refundId)?.nextTryAt ?? null;
  switch (status) {
    case 'awaiting_approval':
      return [{ what: 'refund_is_approved', by: 'second_operator', at: null, ids }];
    case 'approved':
      return [{ what: 'refund_is_sent', by: 'worker', at, ids }];
    case 'processing':
      return [{ what: 'refund_is_asked_about', by: 'worker', at, ids }];
    case 'abnormal':
      return [
        { what: 'refund_is_put_right', by: 'operator', at: null, ids },
        { what: 'refund_is_asked_about', by: 'worker', at, ids },
      ];
    case 'rejected':
    case 'succeeded':
    case 'failed':
      return [];
  }
}

const stepsOfPaper = ({ invoices }: OrderFile): NextStep[] =>
  invoices.flatMap(({ invoice: { id: invoiceId, status } }) => [
    ...step(status === 'requested', { what: 'invoice_is_issued', by: 'operator', at: null, ids: { invoiceId } }),
    ...step(status === 'red_letter_due', {
      what: 'red_letter_is_issued',
      by: 'operator',
      at: null,
      ids: { invoiceId },
    }),
  ]);

const stepsOfTelling = ({ reports, webhooks }: OrderFile): NextStep[] => [
  ...reports.flatMap(({ outTradeNo, nextReportAt }) =>
    step(nextReportAt !== null, { what: 'delivery_is_reported', by: 'worker', at: nextReportAt, ids: { outTradeNo } }),
  ),
  ...webhooks.flatMap(({ delivery: { id: deliveryId, endpointId, state, dueAt } }) =>
    step(state === 'pending', { what: 'webhook_is_sent', by: 'worker', at: dueAt, ids: { deliveryId, endpointId } }),
  ),
];

const step = (isDue: boolean, next: NextStep): NextStep[] => (isDue ? [next] : []);
