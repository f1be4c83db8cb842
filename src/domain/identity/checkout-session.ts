import type { CheckoutSessionId, PackageId, ServiceId, SessionId, UserId } from '../shared/ids.ts';

/** A checkout that a backend service has opened for a user, to be told what became of it. */
export type CheckoutSession = {
  readonly id: CheckoutSessionId;
  readonly serviceId: ServiceId;
  /** What the browser of the user is signed in with. */
  readonly sessionId: SessionId;
  readonly userId: UserId;
  /** By which the service named the user; null where it named him by our id. */
  readonly externalId: string | null;
  /** Those that it may buy. Null: whatever the web sells. */
  readonly packageIds: readonly PackageId[] | null;
  /** Where the user goes once he has paid. */
  readonly successUrl: string | null;
  /** Where he goes if he does not want to pay. */
  readonly cancelUrl: string | null;
  /** The service's own notes. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly createdAt: Date;
  /** From here on nothing new can be bought with it. */
  readonly expiresAt: Date;
};

const LIFE_MS = 60 * 60_000;
export const checkoutExpiry = (now: Date): Date => new Date(now.getTime() + LIFE_MS);

export type CheckoutStatus =
  /** Its user may buy, or an order waits for its payment. */
  | 'open'
  /** One of its orders was paid, whatever became of it since. */
  | 'paid'
  /** Nothing was paid in time. A payment that was under way may still turn it into paid. */
  | 'expired';

export function checkoutStatus(
  { expiresAt }: Pick<CheckoutSession, 'expiresAt'>,
  orders: { readonly isPaid: boolean; readonly isPending: boolean },
  now: Date,
): CheckoutStatus {
  if (orders.isPaid) return 'paid';
  return orders.isPending || now < expiresAt ? 'open' : 'expired';
}

/** May it buy this package? */
export const coversPackage = ({ packageIds }: Pick<CheckoutSession, 'packageIds'>, wanted: PackageId): boolean =>
  packageIds === null || packageIds.includes(wanted);

/** What the token of its session is sealed for: opened as another's, it is nothing. */
export const sealedForCheckout = (serviceId: ServiceId, id: CheckoutSessionId): string =>
  `token of checkout session ${id} of service ${serviceId}`;
