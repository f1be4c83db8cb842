import { type CheckoutSession, checkoutExpiry, sealedForCheckout } from '../../domain/identity/checkout-session.ts';
import type { DoneBy } from '../../domain/shared/audit.ts';
import type { CheckoutSessionId } from '../../domain/shared/ids.ts';
import { noteDeed } from '../shared/note-deed.ts';
import type { IdSource, Secrets } from '../shared/random.ts';
import type { SealSecret } from '../shared/seal-secret.ts';
import type { Stores, UnitOfWork } from '../shared/unit-of-work.ts';
import { type CheckoutNeeds, type CheckoutState, checkoutState } from './checkout-state.ts';
import { openSession } from './open-session.ts';
import {
  type CheckoutRefusal,
  type CheckoutService,
  type CheckoutWish,
  type ResolveNeeds,
  resolveCheckout,
} from './resolve-checkout.ts';

type Needs = CheckoutNeeds | ResolveNeeds | 'sessions' | 'audit';
type Tools = { readonly ids: IdSource; readonly secrets: Secrets; readonly seal: SealSecret };
type Dependencies = Omit<Tools, 'seal'> & {
  readonly uow: UnitOfWork<Needs>;
  /** Null: nobody has said under what. */
  readonly serviceSeal: SealSecret | null;
};
export type CheckoutRequest = {
  readonly service: CheckoutService;
  readonly idempotencyKey: string;
  readonly requestId: string | null;
  readonly wish: CheckoutWish;
};
export type OpenCheckoutOutcome =
  | {
      readonly kind: 'opened';
      readonly checkout: CheckoutSession;
      readonly state: CheckoutState;
      /** Of its session. */
      readonly token: string;
      readonly replayed: boolean;
    }
  | CheckoutRefusal
  | { readonly kind: 'idempotency_conflict' }
  /** There is no secret to keep the token under, or another one than when it was kept. */
  | { readonly kind: 'root_secret_missing' };
export type OpenCheckout = (request: CheckoutRequest) => Promise<OpenCheckoutOutcome>;

/**
 * A backend service opens a checkout for its user, once per idempotency key. The same request again is answered with the same
 * token, which is kept sealed for that; what has become of the checkout is told as it is then.
 */
export const openCheckout =
  ({ uow, ids, secrets, serviceSeal: seal }: Dependencies): OpenCheckout =>
  async (request) => {
    if (!seal) return { kind: 'root_secret_missing' };
    const requestDigest = secrets.digest(textOf(request.wish));
    return uow.run(async (stores) => {
      const { service, idempotencyKey } = request;
      const { id: serviceId } = service;
      await stores.checkoutSessions.lockKey(serviceId, idempotencyKey);
      const earlier = await stores.checkoutSessions.findByKey(serviceId, idempotencyKey);
      if (!earlier) return open(stores, { ids, secrets, seal }, request, requestDigest);
      const { checkout, request: kept } = earlier;
      if (kept.requestDigest !== requestDigest) return { kind: 'idempotency_conflict' };
      const token = seal.open(kept.sealedToken, sealedForCheckout(serviceId, checkout.id));
      if (token === null) return { kind: 'root_secret_missing' };
      return { kind: 'opened', checkout, state: await checkoutState(stores, checkout), token, replayed: true };
    });
  };

async function open(
  stores: Pick<Stores, Needs>,
  { ids, secrets, seal }: Tools,
  { service, idempotencyKey, requestId, wish }: CheckoutRequest,
  requestDigest: string,
): Promise<OpenCheckoutOutcome> {
  const resolved = await resolveCheckout(stores, service, wish);
  if (resolved.kind !== 'resolved') return resolved;
  const { id: serviceId } = service;
  const { userId, packageIds } = resolved;
  const createdAt = await stores.clock.now();
  const by: DoneBy = { actor: { kind: 'service', serviceId, onBehalfOf: userId }, requestId };
  const opening = { userId, kind: 'checkout', device: null, expiresAt: checkoutExpiry(createdAt) } as const;
  const { session, token } = await openSession(stores, { ids, secrets }, opening, by);
  const checkout: CheckoutSession = {
    ...{ id: ids.next<CheckoutSessionId>(), serviceId, sessionId: session.id, userId, packageIds, createdAt },
    externalId: 'externalId' in wish.user ? wish.user.externalId : null,
    ...{ successUrl: wish.successUrl, cancelUrl: wish.cancelUrl, metadata: wish.metadata },
    expiresAt: session.expiresAt,
  };
  const sealedToken = seal.seal(token, sealedForCheckout(serviceId, checkout.id));
  await stores.checkoutSessions.add(checkout, { idempotencyKey, requestDigest, sealedToken });
  const subject = { kind: 'checkout_session', id: checkout.id } as const;
  await noteDeed(stores, ids, by, { action: 'checkout_session.opened', subject, userId, after: { packageIds } });
  return { kind: 'opened', checkout, state: { status: 'open', order: null }, token, replayed: false };
}

/** The same text for the same wish, in whatever order its notes were sent. */
const textOf = ({ user, packages, successUrl, cancelUrl, metadata }: CheckoutWish): string =>
  JSON.stringify([
    user,
    packages,
    successUrl,
    cancelUrl,
    Object.entries(metadata).sort(([a], [b]) => (a < b ? -1 : 1)),
  ]);
