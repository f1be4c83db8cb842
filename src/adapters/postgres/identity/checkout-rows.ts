import type { CheckoutSession } from '../../../domain/identity/checkout-session.ts';
import type { KeptRequest } from '../../../domain/identity/checkout-sessions.ts';
import type { CheckoutSessionId, PackageId, ServiceId, SessionId, UserId } from '../../../domain/shared/ids.ts';
import type { SealedText } from '../../../domain/shared/sealed-text.ts';

export type CheckoutRow = {
  id: CheckoutSessionId;
  service_id: ServiceId;
  session_id: SessionId;
  user_id: UserId;
  external_id: string | null;
  package_ids: PackageId[] | null;
  success_url: string | null;
  cancel_url: string | null;
  metadata: CheckoutSession['metadata'];
  created_at: Date;
  expires_at: Date;
};
export type RequestRow = { idempotency_key: string; request_digest: string; sealed_token: SealedText };

export const toCheckout = (row: CheckoutRow): CheckoutSession => ({
  ...{ id: row.id, serviceId: row.service_id, sessionId: row.session_id, userId: row.user_id },
  ...{ externalId: row.external_id, packageIds: row.package_ids, metadata: row.metadata },
  ...{ successUrl: row.success_url, cancelUrl: row.cancel_url },
  ...{ createdAt: row.created_at, expiresAt: row.expires_at },
});

export const fromCheckout = (checkout: CheckoutSession): CheckoutRow => ({
  ...{ id: checkout.id, service_id: checkout.serviceId, session_id: checkout.sessionId, user_id: checkout.userId },
  ...{ external_id: checkout.externalId, package_ids: checkout.packageIds && [...checkout.packageIds] },
  ...{ success_url: checkout.successUrl, cancel_url: checkout.cancelUrl },
  ...{ metadata: checkout.metadata, created_at: checkout.createdAt, expires_at: checkout.expiresAt },
});

export const toRequest = (row: RequestRow): KeptRequest => ({
  ...{ idempotencyKey: row.idempotency_key, requestDigest: row.request_digest, sealedToken: row.sealed_token },
});
