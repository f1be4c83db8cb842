/** What a line names: our ids as they are inside, and the numbers that providers know. */
export type TraceIds = {
  readonly outTradeNo?: string;
  readonly transactionId?: string;
  readonly refundId?: string;
  readonly outRefundNo?: string;
  readonly providerRefundId?: string;
  readonly notificationId?: string;
  readonly invoiceId?: string;
  readonly lotId?: string;
  readonly eventId?: string;
  readonly deliveryId?: string;
  readonly endpointId?: string;
};
export type TraceLine = {
  readonly at: Date;
  /** Stable: `order.placed`, `notification.received`, `points.grant` and so on. */
  readonly what: string;
  /** Who moved it; null where nobody in particular did. */
  readonly cause: string | null;
  /** Amounts, points and words about it; instants as ISO text. */
  readonly figures: Readonly<Record<string, string | number>>;
  readonly ids: TraceIds;
};

/** What a history keeps as text; money as the number that it is. */
export const figuresIn = (detail: Readonly<Record<string, string>>): TraceLine['figures'] =>
  Object.fromEntries(
    Object.entries(detail).map(([name, value]) => [name, name.endsWith('Fen') ? Number(value) : value]),
  );

type Present<T> = { [Name in keyof T]?: Exclude<T[Name], undefined> };

/** Without what is not there. */
export function present<T extends object>(all: T): Present<T> {
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as Present<T>;
}
