import type { Knex } from 'knex';
import type { Stores, UnitOfWork } from '../../application/shared/unit-of-work.ts';
import { PostgresAuditLog } from './audit/postgres-audit-log.ts';
import { PostgresPackages } from './catalog/postgres-packages.ts';
import { PostgresProducts } from './catalog/postgres-products.ts';
import { PostgresPromotions } from './catalog/postgres-promotions.ts';
import { PostgresRedemptionCodes } from './catalog/postgres-redemption-codes.ts';
import { PostgresSoldApis } from './catalog/postgres-sold-apis.ts';
import { PostgresAvatars } from './identity/postgres-avatars.ts';
import { PostgresCheckoutSessions } from './identity/postgres-checkout-sessions.ts';
import { PostgresClosings } from './identity/postgres-closings.ts';
import { PostgresConsents } from './identity/postgres-consents.ts';
import { PostgresExternalUsers } from './identity/postgres-external-users.ts';
import { PostgresFollowerInbox } from './identity/postgres-follower-inbox.ts';
import { PostgresFollowers } from './identity/postgres-followers.ts';
import { PostgresLoginTickets } from './identity/postgres-login-tickets.ts';
import { PostgresLowPointsMarks } from './identity/postgres-low-points-marks.ts';
import { PostgresNotices } from './identity/postgres-notices.ts';
import { PostgresSessions } from './identity/postgres-sessions.ts';
import { PostgresUsers } from './identity/postgres-users.ts';
import { PostgresApiKeys } from './keyvault/postgres-api-keys.ts';
import { PostgresRefusedCallLog } from './keyvault/postgres-refused-call-log.ts';
import { PostgresServices } from './keyvault/postgres-services.ts';
import { PostgresHolds } from './ledger/postgres-holds.ts';
import { PostgresPointsLedger } from './ledger/postgres-points-ledger.ts';
import { PostgresReversals } from './ledger/postgres-reversals.ts';
import { PostgresSeals } from './ledger/postgres-seals.ts';
import { PostgresSoldPoints } from './ledger/postgres-sold-points.ts';
import { PostgresBillDays } from './ordering/postgres-bill-days.ts';
import { PostgresDeliveries } from './ordering/postgres-deliveries.ts';
import { PostgresInvoiceTitles } from './ordering/postgres-invoice-titles.ts';
import { PostgresInvoices } from './ordering/postgres-invoices.ts';
import { PostgresOrderRecords } from './ordering/postgres-order-records.ts';
import { PostgresOrders } from './ordering/postgres-orders.ts';
import { PostgresPaymentInbox } from './ordering/postgres-payment-inbox.ts';
import { PostgresRefunds } from './ordering/postgres-refunds.ts';
import { PostgresBillLines } from './ordering/reconciliation/postgres-bill-lines.ts';
import { PostgresBilledRecords } from './ordering/reconciliation/postgres-billed-records.ts';
import { PostgresReconciliations } from './ordering/reconciliation/postgres-reconciliations.ts';
import { PostgresClock } from './postgres-clock.ts';
import { type Presence, UNWATCHED } from './pulse.ts';
import { transact } from './transact.ts';
import { asUnavailable, isConflict } from './unavailable.ts';
import { PostgresWebhookEndpoints } from './webhooks/postgres-webhook-endpoints.ts';
import { PostgresWebhookMarks } from './webhooks/postgres-webhook-marks.ts';
import { PostgresWebhookOutbox } from './webhooks/postgres-webhook-outbox.ts';

type Options = {
  readonly deadlineMs?: number;
  /** How far this process is ahead of the database's time; for tests. */
  readonly clockOffsetMs?: () => number;
  /** Knows when nobody is there to answer. */
  readonly presence?: Presence;
};

const TRIES = 3;
/** Longer than a statement may take, so that it decides only where the server does not. */
const DEADLINE_MS = 15_000;

/**
 * READ COMMITTED: each statement sees what was committed before it, so a lock is taken first and read after. `work` may be
 * run again from its beginning when the database undid it for the sake of another transaction.
 */
export class PostgresUnitOfWork implements UnitOfWork {
  readonly #knex: Knex;
  readonly #deadlineMs: number;
  readonly #clockOffsetMs: () => number;
  readonly #presence: Presence;

  constructor(knex: Knex, options: Options = {}) {
    this.#knex = knex;
    this.#deadlineMs = options.deadlineMs ?? DEADLINE_MS;
    this.#clockOffsetMs = options.clockOffsetMs ?? (() => 0);
    this.#presence = options.presence ?? UNWATCHED;
  }

  async run<T>(work: (stores: Stores) => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries++) {
      try {
        const withStores = (trx: Knex.Transaction) => work(storesOn(trx, this.#clockOffsetMs()));
        return await transact(this.#knex, this.#deadlineMs, withStores, this.#presence);
      } catch (error) {
        if (!isConflict(error) || tries === TRIES) throw asUnavailable(error);
      }
    }
  }
}

const storesOn = (trx: Knex.Transaction, clockOffsetMs: number): Stores => ({
  clock: new PostgresClock(trx, clockOffsetMs),
  audit: new PostgresAuditLog(trx),
  users: new PostgresUsers(trx),
  sessions: new PostgresSessions(trx),
  loginTickets: new PostgresLoginTickets(trx),
  externalUsers: new PostgresExternalUsers(trx),
  checkoutSessions: new PostgresCheckoutSessions(trx),
  followers: new PostgresFollowers(trx),
  followerInbox: new PostgresFollowerInbox(trx),
  avatars: new PostgresAvatars(trx),
  notices: new PostgresNotices(trx),
  consents: new PostgresConsents(trx),
  lowPointsMarks: new PostgresLowPointsMarks(trx),
  closings: new PostgresClosings(trx),
  products: new PostgresProducts(trx),
  packages: new PostgresPackages(trx),
  promotions: new PostgresPromotions(trx),
  soldApis: new PostgresSoldApis(trx),
  redemptionCodes: new PostgresRedemptionCodes(trx),
  orders: new PostgresOrders(trx),
  orderRecords: new PostgresOrderRecords(trx),
  refunds: new PostgresRefunds(trx),
  billDays: new PostgresBillDays(trx),
  billLines: new PostgresBillLines(trx),
  billedRecords: new PostgresBilledRecords(trx),
  reconciliations: new PostgresReconciliations(trx),
  inbox: new PostgresPaymentInbox(trx),
  deliveries: new PostgresDeliveries(trx),
  invoices: new PostgresInvoices(trx),
  invoiceTitles: new PostgresInvoiceTitles(trx),
  ledger: new PostgresPointsLedger(trx),
  soldPoints: new PostgresSoldPoints(trx),
  holds: new PostgresHolds(trx),
  reversals: new PostgresReversals(trx),
  seals: new PostgresSeals(trx),
  apiKeys: new PostgresApiKeys(trx),
  refusedCalls: new PostgresRefusedCallLog(trx),
  services: new PostgresServices(trx),
  webhookEndpoints: new PostgresWebhookEndpoints(trx),
  webhookOutbox: new PostgresWebhookOutbox(trx),
  webhookMarks: new PostgresWebhookMarks(trx),
});
