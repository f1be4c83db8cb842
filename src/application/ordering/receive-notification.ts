import type {
  NotificationReading,
  NotificationRefusal,
  RawNotification,
  ReadNotification,
} from '../../domain/ordering/payment-gateway.ts';
import type { InboxSubject } from '../../domain/ordering/payment-inbox.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';

type Dependencies = { readonly uow: UnitOfWork<'inbox' | 'clock'>; readonly readNotification: ReadNotification };
export type ReceiveOutcome =
  | { readonly kind: 'stored'; readonly notificationId: string; readonly repeated: boolean }
  | { readonly kind: 'refused'; readonly reason: NotificationRefusal };
export type ReceiveNotification = (raw: RawNotification) => Promise<ReceiveOutcome>;

/**
 * A genuine notification is kept before anything is done about it. Once it is stored the provider may be told so: what
 * follows (`handleNotification`) is repeated by a sweep until it succeeds.
 */
export const receiveNotification =
  ({ uow, readNotification }: Dependencies): ReceiveNotification =>
  async (raw) => {
    const reading = readNotification(raw);
    if (reading.kind === 'refused') return reading;
    const { notificationId, content } = reading;
    return uow.run(async ({ inbox, clock }) => {
      const entry = { notificationId, subject: subjectOf(reading), content, receivedAt: await clock.now() };
      return { kind: 'stored', notificationId, repeated: !(await inbox.add(entry)) };
    });
  };

function subjectOf(reading: Exclude<NotificationReading, { kind: 'refused' }>): InboxSubject {
  switch (reading.kind) {
    case 'payment':
      return { kind: 'payment', payment: reading.payment };
    case 'refund':
      return { kind: 'refund', mchid: reading.mchid, refund: reading.refund };
    case 'hint':
      return { kind: 'hint', outTradeNo: reading.outTradeNo };
    case 'other':
      return { kind: 'other' };
  }
}
