import type { RequestHandler } from 'express';
import type { WayBack } from '../../../application/identity/find-way-back.ts';
import type { OwnCheckoutOutcome } from '../../../application/identity/read-own-checkout.ts';
import { bearerOf, forBuyer } from '../authorize.ts';
import { instant } from '../json-values.ts';
import { publicId } from '../public-id.ts';
import { sendProblem } from '../send-problem.ts';
import type { UseCases } from '../use-cases.ts';

type Found = Extract<OwnCheckoutOutcome, { kind: 'found' }>;

/** For the page of a checkout that a service has opened: what is to be bought, and where its user goes afterwards. */
export function showCheckoutSession({ authenticateSession, readOwnCheckout, findWayBack }: UseCases): RequestHandler {
  const show = forBuyer(authenticateSession, async (_user, req, res, session) => {
    const found = await readOwnCheckout(session.id);
    if (found.kind !== 'found') return sendProblem(req, res, found.kind);
    res.json(ownCheckoutJson(found));
  });
  return async (req, res, next) => {
    const wayBack = await findWayBack(bearerOf(req) ?? '');
    if (wayBack) return sendProblem(req, res, 'checkout_session_expired', wayBackJson(wayBack));
    return show(req, res, next);
  };
}

export const wayBackJson = ({ serviceName, cancelUrl }: WayBack) => ({
  service_name: serviceName,
  cancel_url: cancelUrl,
});

export const ownCheckoutJson = ({ checkout, state, packageCodes, serviceName }: Found) => ({
  id: publicId('chk', checkout.id),
  status: state.status,
  service_name: serviceName,
  package_ids: packageCodes,
  success_url: checkout.successUrl,
  cancel_url: checkout.cancelUrl,
  order_id: state.order && publicId('ord', state.order.id),
  expires_at: instant(checkout.expiresAt),
});
