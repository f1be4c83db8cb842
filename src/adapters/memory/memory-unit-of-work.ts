import type { Stores, UnitOfWork } from '../../application/shared/unit-of-work.ts';
import { memoryAuditLog } from './memory-audit-log.ts';
import { memoryAvatars } from './memory-avatars.ts';
import { memoryBillDays } from './memory-bill-days.ts';
import { memoryBilledRecords } from './memory-billed-records.ts';
import { memoryPackages, memoryProducts, memoryPromotions, memorySoldApis } from './memory-catalog.ts';
import { memoryCheckoutSessions } from './memory-checkout-sessions.ts';
import { memoryClosings } from './memory-closings.ts';
import { memoryDeliveries } from './memory-deliveries.ts';
import { memoryExternalUsers } from './memory-external-users.ts';
import { memoryFollowerInbox } from './memory-follower-inbox.ts';
import { memoryHolds, memoryReversals } from './memory-holds.ts';
import { memoryFollowers, memorySessions, memoryUsers } from './memory-identity.ts';
import { memoryInvoices, memoryInvoiceTitles } from './memory-invoices.ts';
import { memoryApiKeys } from './memory-keyvault.ts';
import { memoryLoginTickets } from './memory-login-tickets.ts';
import { memoryConsents, memoryLowPointsMarks, memoryNotices } from './memory-notices.ts';
import { memoryOrderRecords } from './memory-order-records.ts';
import { memoryOrders } from './memory-orders.ts';
import { memoryPaymentInbox } from './memory-payment-inbox.ts';
import { memoryPointsLedger } from './memory-points-ledger.ts';
import { memoryBillLines, memoryReconciliations } from './memory-reconciliations.ts';
import { memoryRedemptionCodes } from './memory-redemption-codes.ts';
import { memoryRefunds } from './memory-refunds.ts';
import { memoryRefusedCallLog } from './memory-refused-call-log.ts';
import { memorySeals } from './memory-seals.ts';
import { memoryServices } from './memory-services.ts';
import { memorySoldPoints } from './memory-sold-points.ts';
import { copyOf, emptyState, type MemoryState } from './memory-state.ts';
import { memoryWebhookEndpoints } from './memory-webhook-endpoints.ts';
import { memoryWebhookMarks } from './memory-webhook-marks.ts';
import { memoryWebhookOutbox } from './memory-webhook-outbox.ts';

/** One transaction at a time; when the work fails, the lists are put back as they were. */
export class MemoryUnitOfWork implements UnitOfWork {
  now: Date;
  readonly #state: MemoryState = emptyState();
  readonly #stores: Stores = this.#storesOn(this.#state);
  #commits = 0;
  #last: Promise<unknown> = Promise.resolve();

  constructor(now: Date = new Date('2026-01-15T04:00:00Z')) {
    this.now = now;
  }

  /** What is committed, for whoever judges it between two transactions. */
  get rows(): Readonly<MemoryState> {
    return this.#state;
  }

  /** Grows whenever the rows may have changed. */
  get commits(): number {
    return this.#commits;
  }

  run<T>(work: (stores: Stores) => Promise<T>): Promise<T> {
    const done = this.#last.then(async () => {
      const before = copyOf(this.#state);
      try {
        return await work(this.#stores);
      } catch (error) {
        Object.assign(this.#state, before);
        throw error;
      } finally {
        this.#commits += 1;
      }
    });
    this.#last = done.catch(() => undefined);
    return done;
  }

  #storesOn(state: MemoryState): Stores {
    return {
      clock: { now: async () => this.now },
      audit: memoryAuditLog(state),
      users: memoryUsers(state),
      sessions: memorySessions(state),
      loginTickets: memoryLoginTickets(state),
      externalUsers: memoryExternalUsers(state),
      checkoutSessions: memoryCheckoutSessions(state),
      followers: memoryFollowers(state),
      followerInbox: memoryFollowerInbox(state),
      avatars: memoryAvatars(state),
      notices: memoryNotices(state),
      consents: memoryConsents(state),
      lowPointsMarks: memoryLowPointsMarks(state),
      closings: memoryClosings(state),
      products: memoryProducts(state),
      packages: memoryPackages(state),
      promotions: memoryPromotions(state),
      soldApis: memorySoldApis(state),
      redemptionCodes: memoryRedemptionCodes(state),
      orders: memoryOrders(state),
      orderRecords: memoryOrderRecords(state),
      refunds: memoryRefunds(state),
      billDays: memoryBillDays(state),
      billLines: memoryBillLines(state),
      billedRecords: memoryBilledRecords(state),
      reconciliations: memoryReconciliations(state),
      inbox: memoryPaymentInbox(state),
      deliveries: memoryDeliveries(state),
      invoices: memoryInvoices(state),
      invoiceTitles: memoryInvoiceTitles(state),
      ledger: memoryPointsLedger(state),
      soldPoints: memorySoldPoints(state),
      holds: memoryHolds(state),
      reversals: memoryReversals(state),
      seals: memorySeals(state),
      apiKeys: memoryApiKeys(state),
      refusedCalls: memoryRefusedCallLog(state),
      services: memoryServices(state),
      webhookEndpoints: memoryWebhookEndpoints(state),
      webhookOutbox: memoryWebhookOutbox(state),
      webhookMarks: memoryWebhookMarks(state),
    };
  }
}
