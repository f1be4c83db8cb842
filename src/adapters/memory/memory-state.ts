import type { ApiPrice } from '../../domain/catalog/api-price.ts';
import type { CodeBatch } from '../../domain/catalog/code-batch.ts';
import type { Package } from '../../domain/catalog/package.ts';
import { DEFAULT_PRODUCT, type Product } from '../../domain/catalog/product.ts';
import type { Promotion } from '../../domain/catalog/promotion.ts';
import type { RedemptionCode } from '../../domain/catalog/redemption.ts';
import type { DescribedApi } from '../../domain/catalog/sold-api.ts';
import type { Avatar } from '../../domain/identity/avatar.ts';
import type { CheckoutSession } from '../../domain/identity/checkout-session.ts';
import type { KeptRequest } from '../../domain/identity/checkout-sessions.ts';
import type { Closing } from '../../domain/identity/closing.ts';
import type { ExternalUser } from '../../domain/identity/external-user.ts';
import type { Follower } from '../../domain/identity/follower.ts';
import type { FollowerOutcome, StoredEvent } from '../../domain/identity/follower-inbox.ts';
import type { LoginTicket } from '../../domain/identity/login-ticket.ts';
import type { NoticeKind } from '../../domain/identity/notice.ts';
import type { DueNotice, NoticeEnd } from '../../domain/identity/notices.ts';
import type { Session } from '../../domain/identity/session.ts';
import type { SessionKey } from '../../domain/identity/session-key.ts';
import type { User } from '../../domain/identity/user.ts';
import type { WechatIdentity } from '../../domain/identity/wechat-login.ts';
import type { ApiKey } from '../../domain/keyvault/api-key.ts';
import type { KeyMeter } from '../../domain/keyvault/key-meter.ts';
import type { SigningSecret } from '../../domain/keyvault/key-stores.ts';
import type { RefusedCalls } from '../../domain/keyvault/refused-call.ts';
import type { Service, ServiceToken } from '../../domain/keyvault/service.ts';
import type { Adjustment } from '../../domain/ledger/adjustment.ts';
import type { Entry } from '../../domain/ledger/entry.ts';
import type { Freeze } from '../../domain/ledger/freeze.ts';
import type { HoldState } from '../../domain/ledger/hold.ts';
import type { NewHold } from '../../domain/ledger/holds.ts';
import type { SoldLot } from '../../domain/ledger/refund-share.ts';
import type { Reversal } from '../../domain/ledger/reversals.ts';
import type { Seal, SealedHead } from '../../domain/ledger/seal.ts';
import type { OwedReport, ReportEnd } from '../../domain/ordering/deliveries.ts';
import type { Invoice, InvoiceEvent } from '../../domain/ordering/invoice.ts';
import type { InvoiceTitle } from '../../domain/ordering/invoice-title.ts';
import type { Order } from '../../domain/ordering/order.ts';
import type { OrderEvent } from '../../domain/ordering/orders.ts';
import type { PaymentAttempt } from '../../domain/ordering/payment-attempt.ts';
import type { InboxEntry, InboxOutcome } from '../../domain/ordering/payment-inbox.ts';
import type { BillLine } from '../../domain/ordering/reconciliation/bill-line.ts';
import type { Reconciliation, ReportedDifference, Summary } from '../../domain/ordering/reconciliation/report.ts';
import type { Refund } from '../../domain/ordering/refund.ts';
import type { AuditEvent } from '../../domain/shared/audit.ts';
import type { BeijingDay } from '../../domain/shared/beijing-time.ts';
import type {
  AccountId,
  ApiKeyId,
  CheckoutSessionId,
  InvoiceId,
  OrderId,
  OutTradeNo,
  UserId,
} from '../../domain/shared/ids.ts';
import type { Points } from '../../domain/shared/points.ts';
import type { DeliveryAttempt, WebhookDelivery } from '../../domain/webhooks/delivery.ts';
import type { WebhookEndpoint } from '../../domain/webhooks/endpoint.ts';
import type { WebhookEvent } from '../../domain/webhooks/event.ts';
import type { WebhookSecret } from '../../domain/webhooks/secret.ts';
import type { ToldMark } from '../../domain/webhooks/webhook-stores.ts';

export type StoredAttempt = {
  readonly orderId: OrderId;
  readonly attempt: PaymentAttempt;
  readonly pollCount: number;
  readonly nextPollAt: Date | null;
  readonly nextCloseAt: Date | null;
  readonly lastCheckedAt: Date | null;
  readonly setAsideAt: Date | null;
  readonly endedAt: Date | null;
  /** Later than `expiresAt` where a provider closes on nobody's word. */
  readonly payableUntil: Date;
};

export type StoredFollowerEvent = StoredEvent & {
  readonly outcome: FollowerOutcome | null;
  readonly tries: number;
  readonly nextTryAt: Date;
};

export type StoredReport = {
  readonly report: OwedReport;
  readonly nextReportAt: Date;
  readonly alarmed: boolean;
  readonly end: ReportEnd | null;
  readonly endedAt: Date | null;
};

export type StoredNotice = DueNotice & { readonly nextTryAt: Date; readonly end: NoticeEnd | null };

export type StoredRefund = {
  refund: Refund;
  requestKey: string | null;
  tries: number;
  nextTryAt: Date | null;
};

export type StoredReconciliation = Reconciliation & {
  readonly end: { readonly finishedAt: Date; readonly summary: Summary } | null;
  readonly differences: readonly ReportedDifference[];
};

/** Its draws are in the journal. */
export type StoredHold = NewHold & { readonly state: HoldState; readonly releaseAt: Date };

export type StoredLot = SoldLot & { readonly accountId: AccountId; readonly orderId: OrderId | null };

/** All rows. A transaction begins with `copyOf` them, which is what there is again when it fails. */
export type StoredCode = RedemptionCode & { readonly digest: string };

export type MemoryState = {
  auditEvents: AuditEvent[];
  users: User[];
  identities: (WechatIdentity & { userId: UserId })[];
  sessionKeys: Map<string, SessionKey>;
  sessions: (Session & { digest: string })[];
  loginTickets: (LoginTicket & { digest: string })[];
  externalUsers: ExternalUser[];
  checkouts: { checkout: CheckoutSession; request: KeptRequest }[];
  /** In the order in which they were linked. */
  checkoutOrders: Map<OrderId, CheckoutSessionId>;
  followers: Follower[];
  followerEvents: Map<string, StoredFollowerEvent>;
  /** By time and nonce. */
  pushStamps: Map<string, { readonly messageKey: string; readonly seenAt: Date }>;
  /** By name. */
  avatars: Map<string, Avatar>;
  notices: StoredNotice[];
  consents: Map<UserId, Map<NoticeKind, number>>;
  lowPointsMarks: Map<UserId, Points | null>;
  closings: Closing[];
  /** Whether whoever had it has paid. */
  closedIdentities: Map<string, boolean>;
  products: Product[];
  packages: Package[];
  promotions: Promotion[];
  codeBatches: CodeBatch[];
  codes: StoredCode[];
  soldApis: (DescribedApi & { versions: ApiPrice[] })[];
  orders: Order[];
  attempts: Map<OutTradeNo, StoredAttempt>;
  events: (OrderEvent & { orderId: OrderId })[];
  deliveries: Map<OutTradeNo, StoredReport>;
  refunds: StoredRefund[];
  billDays: Map<BeijingDay, { nextTryAt: Date | null }>;
  inbox: (InboxEntry & { outcome: InboxOutcome | null; tries: number; nextTryAt: Date; handledAt: Date | null })[];
  billLines: BillLine[];
  /** In the order in which they were begun. */
  reconciliations: StoredReconciliation[];
  lots: StoredLot[];
  invoices: Invoice[];
  invoiceEvents: (InvoiceEvent & { invoiceId: InvoiceId })[];
  invoiceTitles: InvoiceTitle[];
  entries: Entry[];
  freezes: Freeze[];
  holds: StoredHold[];
  reversals: Reversal[];
  adjustments: Adjustment[];
  seals: Seal[];
  sealedHeads: SealedHead[];
  /** A deleted key has no digest any more. */
  apiKeys: (ApiKey & { digest: string | null })[];
  keyMeters: Map<ApiKeyId, KeyMeter>;
  refusedCalls: (RefusedCalls & { userId: UserId; minute: Date })[];
  services: Service[];
  serviceTokens: (ServiceToken & { digest: string })[];
  signingSecrets: SigningSecret[];
  webhookEndpoints: (WebhookEndpoint & { alarmed: boolean })[];
  webhookSecrets: WebhookSecret[];
  webhookEvents: WebhookEvent[];
  webhookDeliveries: (WebhookDelivery & { attempts: readonly DeliveryAttempt[] })[];
  webhookLowPoints: Map<UserId, Points | null>;
  /** By type and key. */
  webhookTold: Map<string, ToldMark>;
};

export const emptyState = (): MemoryState => ({
  auditEvents: [],
  users: [],
  identities: [],
  sessionKeys: new Map(),
  sessions: [],
  loginTickets: [],
  externalUsers: [],
  checkouts: [],
  checkoutOrders: new Map(),
  followers: [],
  followerEvents: new Map(),
  pushStamps: new Map(),
  avatars: new Map(),
  notices: [],
  consents: new Map(),
  lowPointsMarks: new Map(),
  closings: [],
  closedIdentities: new Map(),
  products: [DEFAULT_PRODUCT],
  packages: [],
  promotions: [],
  codeBatches: [],
  codes: [],
  soldApis: [],
  orders: [],
  attempts: new Map(),
  events: [],
  deliveries: new Map(),
  refunds: [],
  billDays: new Map(),
  billLines: [],
  reconciliations: [],
  inbox: [],
  invoices: [],
  invoiceEvents: [],
  invoiceTitles: [],
  lots: [],
  entries: [],
  freezes: [],
  holds: [],
  reversals: [],
  adjustments: [],
  seals: [],
  sealedHeads: [],
  apiKeys: [],
  keyMeters: new Map(),
  refusedCalls: [],
  services: [],
  serviceTokens: [],
  signingSecrets: [],
  webhookEndpoints: [],
  webhookSecrets: [],
  webhookEvents: [],
  webhookDeliveries: [],
  webhookLowPoints: new Map(),
  webhookTold: new Map(),
});

/** Lists of its own, and the same rows: stores put another row in the place of one, and never change it. */
export function copyOf(state: MemoryState): MemoryState {
  const copy: Record<keyof MemoryState, unknown> = { ...state };
  for (const [name, list] of Object.entries(copy)) {
    copy[name as keyof MemoryState] = Array.isArray(list) ? [...list] : new Map(list as ReadonlyMap<unknown, unknown>);
  }
  return copy as MemoryState;
}
