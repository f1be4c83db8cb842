import type { RequestHandler } from 'express';
import { z } from 'zod';
import type { PackageId } from '../../../domain/shared/ids.ts';
import { forBuyer } from '../authorize.ts';
import { packageNamed } from '../package-named.ts';
import { plainText } from '../plain-text.ts';
import { readBody } from '../read-body.ts';
import { refuseOrder } from '../refuse-order.ts';
import { sendProblem } from '../send-problem.ts';
import type { UseCases } from '../use-cases.ts';
import { createdJson } from './payment-json.ts';

const NewPayment = z.strictObject({ package_id: plainText.max(64) });

/** Places an order, or takes the open one, and gives its QR code. */
export const createPayment = (useCases: UseCases): RequestHandler =>
  forBuyer(useCases.authenticateSession, async (user, req, res, session) => {
    const body = readBody(NewPayment, req, res);
    if (!body) return;
    const packageId = await packageOf(useCases, body.package_id);
    if (!packageId) return sendProblem(req, res, 'unknown_package');
    const buyer = { userId: user.id, packageId, platform: 'web' } as const;
    const outcome = await useCases.placeOrderInCheckout(session, buyer);
    if (outcome.kind === 'other_package_in_checkout') return sendProblem(req, res, outcome.kind);
    if (outcome.kind !== 'placed') return refuseOrder(req, res, outcome);
    const { order, outTradeNo, checkout } = outcome;
    if (checkout.gateway !== 'native') throw new Error(`the web cannot pay by ${checkout.gateway}`);
    res.status(201).json(createdJson(order, outTradeNo, checkout.codeUrl));
  });

async function packageOf({ findPackageByCode }: UseCases, text: string): Promise<PackageId | null> {
  const named = packageNamed(text);
  return 'id' in named ? named.id : findPackageByCode(named.code);
}
