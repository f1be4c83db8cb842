import type { PostedDeed } from '../../domain/ledger/statement.ts';
import {
  type AdjustmentId,
  type ApiCode,
  type ApiKeyId,
  accountOf,
  type OrderId,
  type OutRefundNo,
  type OutTradeNo,
  type RefundId,
  type UserId,
} from '../../domain/shared/ids.ts';
import type { Stores } from '../shared/unit-of-work.ts';

type Needed = Pick<Stores, 'ledger' | 'orders' | 'refunds' | 'apiKeys' | 'soldApis' | 'clock'>;

/** What a movement was for. Names are those of today; null: there is none any more. */
export type DeedReason =
  | { readonly kind: 'order'; readonly orderId: OrderId; readonly outTradeNo: OutTradeNo | null }
  | { readonly kind: 'refund'; readonly refundId: RefundId; readonly outRefundNo: OutRefundNo | null }
  | {
      readonly kind: 'call';
      readonly apiCode: ApiCode;
      readonly apiName: string | null;
      readonly keyId: ApiKeyId;
      readonly keyName: string | null;
      readonly quantity: number;
    }
  | { readonly kind: 'adjustment'; readonly reason: string }
  /** Points expired, or a call under way has ended. */
  | { readonly kind: 'none' };

/** Asks each store once for all of these deeds. */
export async function reasonsOf(
  stores: Needed,
  userId: UserId,
  deeds: readonly PostedDeed[],
): Promise<(deed: PostedDeed) => DeedReason> {
  const causes = <Id extends string>(...kinds: PostedDeed['kind'][]): Id[] =>
    deeds.filter(({ kind, call }) => !call && kinds.includes(kind)).map(({ causeId }) => causeId as Id);
  const orders = await stores.orders.numbersOf(causes<OrderId>('grant'));
  const refunds = await stores.refunds.numbersOf(causes<RefundId>('freeze', 'release', 'claw_back'));
  const adjustments = await stores.ledger.listAdjustments(accountOf(userId), causes<AdjustmentId>('credit', 'debit'));
  const nameCall = await callNames(stores, userId, deeds);
  return (deed) => {
    const { kind, causeId, call } = deed;
    if (call) return nameCall(call);
    if (kind === 'grant') {
      const orderId = causeId as OrderId;
      return { kind: 'order', orderId, outTradeNo: orders.get(orderId) ?? null };
    }
    const refundId = causeId as RefundId;
    // A release without a call ends a hold, unless a refund has caused it.
    if (refunds.has(refundId) || kind === 'freeze' || kind === 'claw_back') {
      return { kind: 'refund', refundId, outRefundNo: refunds.get(refundId) ?? null };
    }
    const adjusted = adjustments.find(({ id }) => id === causeId);
    return adjusted ? { kind: 'adjustment', reason: adjusted.reason } : { kind: 'none' };
  };
}

async function callNames({ apiKeys, soldApis, clock }: Needed, userId: UserId, deeds: readonly PostedDeed[]) {
  const hasCalls = deeds.some(({ call }) => call !== null);
  const keyNames = hasCalls ? await apiKeys.listNames(userId) : null;
  const apis = hasCalls ? await soldApis.list(await clock.now()) : [];
  return ({ apiCode, keyId, quantity }: NonNullable<PostedDeed['call']>): DeedReason => ({
    ...{ kind: 'call', apiCode, keyId, quantity },
    apiName: apis.find(({ code }) => code === apiCode)?.name ?? null,
    keyName: keyNames?.get(keyId) ?? null,
  });
}
