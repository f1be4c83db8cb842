import type { Package } from '../../domain/catalog/package.ts';
import type { SoldApi } from '../../domain/catalog/sold-api.ts';
import type { Session } from '../../domain/identity/session.ts';
import type { User } from '../../domain/identity/user.ts';
import type { WechatIdentity } from '../../domain/identity/wechat-login.ts';
import type { ApiKey } from '../../domain/keyvault/api-key.ts';
import type { Service } from '../../domain/keyvault/service.ts';
import type { Entry } from '../../domain/ledger/entry.ts';
import type { Lot } from '../../domain/ledger/lot.ts';
import type { RecordedConsumption } from '../../domain/ledger/points-ledger.ts';
import type { OrderEvent, PlacedOrder } from '../../domain/ordering/orders.ts';
import type { InboxEntry, InboxOutcome } from '../../domain/ordering/payment-inbox.ts';
import type { AccountId, OrderId, OutTradeNo, UserId } from '../../domain/shared/ids.ts';

export type StoredAttempt = {
  orderId: OrderId;
  expiresAt: Date;
  pollCount: number;
  nextPollAt: Date | null;
  nextCloseAt: Date | null;
  lastCheckedAt: Date | null;
  quarantined: boolean;
};

/** All rows. Plain data, so that a transaction can copy it and a failed one can be thrown away. */
export type MemoryState = {
  users: User[];
  identities: (WechatIdentity & { userId: UserId })[];
  sessions: (Session & { digest: string })[];
  packages: Package[];
  soldApis: SoldApi[];
  orders: PlacedOrder[];
  attempts: Map<OutTradeNo, StoredAttempt>;
  events: (OrderEvent & { orderId: OrderId })[];
  inbox: (InboxEntry & { outcome: InboxOutcome | null; tries: number; nextTryAt: Date })[];
  lots: (Lot & { accountId: AccountId; orderId: OrderId })[];
  entries: Entry[];
  consumptions: RecordedConsumption[];
  apiKeys: (ApiKey & { digest: string })[];
  services: (Service & { digest: string })[];
};

export const emptyState = (): MemoryState => ({
  users: [],
  identities: [],
  sessions: [],
  packages: [],
  soldApis: [],
  orders: [],
  attempts: new Map(),
  events: [],
  inbox: [],
  lots: [],
  entries: [],
  consumptions: [],
  apiKeys: [],
  services: [],
});
