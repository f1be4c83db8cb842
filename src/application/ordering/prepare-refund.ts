import type { FrozenRefund, Gateways, PaymentGateway } from '../../domain/ordering/payment-gateway.ts';
import {
  type ApprovedRefund,
  mayHaveReached,
  providerRequest,
  type Refund,
  refundsOf,
  totalFen,
} from '../../domain/ordering/refund.ts';
import { fen } from '../../domain/shared/fen.ts';
import type { RefundId } from '../../domain/shared/ids.ts';
import type { Stores } from '../shared/unit-of-work.ts';
import { gatewayOfPayment } from './gateway-of.ts';
import { lockRefund } from './lock-refund.ts';

export type ReadyRefund = {
  readonly kind: 'ready';
  readonly refund: ApprovedRefund;
  readonly gateway: PaymentGateway;
  readonly frozen: FrozenRefund;
  readonly now: Date;
};
export type PreparedRefund =
  | ReadyRefund
  /** It is waiting for approval, has been accepted meanwhile, or has come to its end. */
  | { readonly kind: 'not_to_be_sent' }
  /** No gateway that is configured can pay it back. */
  | { readonly kind: 'other_merchant'; readonly refund: ApprovedRefund; readonly now: Date };

/** In one transaction before the provider is asked: what is sent is fixed here, the first time. */
export async function prepareRefund(
  stores: Pick<Stores, 'orders' | 'refunds' | 'clock'>,
  gateways: Gateways,
  id: RefundId,
): Promise<PreparedRefund> {
  const locked = await lockRefund(stores, id);
  if (locked?.refund.status !== 'approved') return { kind: 'not_to_be_sent' };
  const { refund } = locked;
  const now = await stores.clock.now();
  const gateway = gatewayOfPayment(gateways, refund.payment);
  if (!gateway) return { kind: 'other_merchant', refund, now };
  if (refund.frozen) return { kind: 'ready', refund, gateway, frozen: refund.frozen, now };
  const others = await stores.refunds.listOf(refund.orderId);
  const frozen = gateway.freezeRefund(providerRequest(refund, leftBefore(refund, others)));
  await stores.refunds.keepRequest(id, frozen);
  return { kind: 'ready', refund, gateway, frozen, now };
}

/** What the provider holds of the payment: what has gone back, or was asked to, is off. */
function leftBefore({ id, payment, refundFen }: ApprovedRefund, all: readonly Refund[]) {
  const sent = refundsOf(all, payment).filter(
    (refund) => refund.id !== id && mayHaveReached(refund) && !(refund.status === 'approved' && !refund.frozen),
  );
  return fen(Math.max(refundFen, payment.paidFen - totalFen(sent)));
}
