import type { NotificationRefusal, PaymentGateway, RawNotification } from '../../domain/ordering/payment-gateway.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';

type Dependencies = { readonly uow: UnitOfWork<'inbox' | 'clock'>; readonly gateway: PaymentGateway };
export type ReceiveOutcome =
  | { readonly kind: 'stored'; readonly notificationId: string; readonly repeated: boolean }
  | { readonly kind: 'refused'; readonly reason: NotificationRefusal };
export type ReceiveNotification = (raw: RawNotification) => Promise<ReceiveOutcome>;

/**
 * A genuine notification is kept before anything is done about it. Once it is stored the provider may be told so: what
 * follows (`handleNotification`) is repeated by a sweep until it succeeds.
 */
export const receiveNotification =
  ({ uow, gateway }: Dependencies): ReceiveNotification =>
  async (raw) => {
    const reading = gateway.readNotification(raw);
    if (reading.kind === 'refused') return reading;
    const { notificationId, content } = reading;
    const payment = reading.kind === 'payment' ? reading.payment : null;
    return uow.run(async ({ inbox, clock }) => {
      const receivedAt = await clock.now();
      const isNew = await inbox.add({ notificationId, payment, content, receivedAt });
      return { kind: 'stored', notificationId, repeated: !isNew };
    });
  };
