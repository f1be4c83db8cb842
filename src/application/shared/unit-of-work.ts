import type { Packages, Products, Promotions, RedemptionCodes, SoldApis } from '../../domain/catalog/catalog-stores.ts';
import type { Avatars } from '../../domain/identity/avatar.ts';
import type { CheckoutSessions } from '../../domain/identity/checkout-sessions.ts';
import type { Closings } from '../../domain/identity/closings.ts';
import type { ExternalUsers } from '../../domain/identity/external-user.ts';
import type { FollowerInbox } from '../../domain/identity/follower-inbox.ts';
import type { Followers, Sessions, Users } from '../../domain/identity/identity-stores.ts';
import type { LoginTickets } from '../../domain/identity/login-tickets.ts';
import type { Consents, LowPointsMarks, Notices } from '../../domain/identity/notices.ts';
import type { ApiKeys, Services } from '../../domain/keyvault/key-stores.ts';
import type { RefusedCallLog } from '../../domain/keyvault/refused-call.ts';
import type { Holds } from '../../domain/ledger/holds.ts';
import type { PointsLedger } from '../../domain/ledger/points-ledger.ts';
import type { Reversals } from '../../domain/ledger/reversals.ts';
import type { Seals } from '../../domain/ledger/seal.ts';
import type { SoldPoints } from '../../domain/ledger/sold-points.ts';
import type { Deliveries } from '../../domain/ordering/deliveries.ts';
import type { Invoices, InvoiceTitles } from '../../domain/ordering/invoices.ts';
import type { OrderRecords } from '../../domain/ordering/order-records.ts';
import type { Orders } from '../../domain/ordering/orders.ts';
import type { PaymentInbox } from '../../domain/ordering/payment-inbox.ts';
import type { BilledRecords } from '../../domain/ordering/reconciliation/records.ts';
import type { BillLines, Reconciliations } from '../../domain/ordering/reconciliation/report.ts';
import type { Refunds } from '../../domain/ordering/refunds.ts';
import type { BillDays } from '../../domain/ordering/trade-bill.ts';
import type { AuditLog } from '../../domain/shared/audit.ts';
import type { WebhookEndpoints, WebhookMarks, WebhookOutbox } from '../../domain/webhooks/webhook-stores.ts';

/** The time of the database, which alone decides about money and expiry. Ask after taking a lock, not before. */
export interface Clock {
  now(): Promise<Date>;
}

/** Everything that can take part in one database transaction. */
export type Stores = {
  readonly clock: Clock;
  readonly audit: AuditLog;
  readonly users: Users;
  readonly sessions: Sessions;
  readonly loginTickets: LoginTickets;
  readonly externalUsers: ExternalUsers;
  readonly checkoutSessions: CheckoutSessions;
  readonly followers: Followers;
  readonly followerInbox: FollowerInbox;
  readonly avatars: Avatars;
  readonly notices: Notices;
  readonly consents: Consents;
  readonly lowPointsMarks: LowPointsMarks;
  readonly closings: Closings;
  readonly products: Products;
  readonly packages: Packages;
  readonly promotions: Promotions;
  readonly soldApis: SoldApis;
  readonly redemptionCodes: RedemptionCodes;
  readonly orders: Orders;
  readonly orderRecords: OrderRecords;
  readonly refunds: Refunds;
  readonly billDays: BillDays;
  readonly billLines: BillLines;
  readonly billedRecords: BilledRecords;
  readonly reconciliations: Reconciliations;
  readonly inbox: PaymentInbox;
  readonly deliveries: Deliveries;
  readonly invoices: Invoices;
  readonly invoiceTitles: InvoiceTitles;
  readonly ledger: PointsLedger;
  readonly soldPoints: SoldPoints;
  readonly holds: Holds;
  readonly reversals: Reversals;
  readonly seals: Seals;
  readonly apiKeys: ApiKeys;
  readonly refusedCalls: RefusedCallLog;
  readonly services: Services;
  readonly webhookEndpoints: WebhookEndpoints;
  readonly webhookOutbox: WebhookOutbox;
  readonly webhookMarks: WebhookMarks;
};

/**
 * Port. Runs `work` in one transaction; what it throws rolls back and goes on to the caller. `work` touches nothing but the
 * stores: it may be run more than once until it is committed.
 */
export interface UnitOfWork<Needed extends keyof Stores = keyof Stores> {
  run<T>(work: (stores: Pick<Stores, Needed>) => Promise<T>): Promise<T>;
}
