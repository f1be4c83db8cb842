import type { NotificationRecord } from '../../../domain/ordering/order-records.ts';
import type { InboxSubject } from '../../../domain/ordering/payment-inbox.ts';
import type { OrderFile } from './order-file.ts';
import type { TraceIds, TraceLine } from './trace-line.ts';

/** Apart: being dealt with comes after everything that it has caused. */
export const fromNotifications = ({ notifications }: OrderFile) => ({
  received: notifications.map(
    ({ notificationId, subject, receivedAt }): TraceLine => ({
      ...{ at: receivedAt, what: 'notification.received', cause: 'notification', figures: aboutOf(subject) },
      ids: { notificationId, ...idsOf(subject) },
    }),
  ),
  handled: notifications.flatMap(handled),
});

const handled = ({ notificationId, handledAt, outcome, tries }: NotificationRecord): TraceLine[] =>
  handledAt && outcome
    ? [
        {
          ...{ at: handledAt, what: 'notification.handled', cause: 'notification' },
          ...{ figures: { outcome, ...(tries > 0 && { tries }) }, ids: { notificationId } },
        },
      ]
    : [];

function aboutOf(subject: InboxSubject): TraceLine['figures'] {
  switch (subject.kind) {
    case 'payment':
      return { about: 'payment', amountFen: subject.payment.amountFen, paidAt: subject.payment.paidAt.toISOString() };
    case 'refund':
      return { about: 'refund', amountFen: subject.refund.refundFen, status: subject.refund.status };
    case 'hint':
    case 'other':
      return { about: subject.kind };
  }
}

function idsOf(subject: InboxSubject): TraceIds {
  switch (subject.kind) {
    case 'payment': {
      const { outTradeNo, transactionId } = subject.payment;
      return { outTradeNo, transactionId };
    }
    case 'refund': {
      const { outTradeNo, outRefundNo } = subject.refund;
      return { outTradeNo, outRefundNo };
    }
    case 'hint':
      return { outTradeNo: subject.outTradeNo };
    case 'other':
      return {};
  }
}
