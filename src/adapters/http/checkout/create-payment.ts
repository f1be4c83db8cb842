import type { RequestHandler } from 'express';
import { z } from 'zod';
import type { PackageId } from '../../../domain/shared/ids.ts';
import { forBuyer } from '../authorize.ts';
import { plainText } from '../plain-text.ts';
import { parseId } from '../public-id.ts';
import { readBody } from '../read-body.ts';
import { refuseOrder } from '../refuse-order.ts';
import { sendProblem } from '../send-problem.ts';
import type { UseCases } from '../use-cases.ts';
import { createdJson } from './payment-json.ts';

const NewPayment = z.strictObject({ package_id: plainText.max(64) });

/** Places an order, or takes the open one, and gives its QR code. */
export const createPayment = (useCases: UseCases): RequestHandler =>
  forBuyer(useCases.authenticateSession, async (user, req, res) => {
    const body = readBody(NewPayment, req, res);
    if (!body) return;
    const packageId = await packageOf(useCases, body.package_id);
    if (!packageId) return sendProblem(req, res, 'unknown_package');
    const outcome = await useCases.placeOrder({ userId: user.id, packageId, platform: 'web' });
    if (outcome.kind !== 'placed') return refuseOrder(req, res, outcome);
    const { order, outTradeNo, checkout } = outcome;
    if (checkout.gateway !== 'native') throw new Error(`the web cannot pay by ${checkout.gateway}`);
    res.status(201).json(createdJson(order, outTradeNo, checkout.codeUrl));
  });

/** A public id, or the code that stands in the price table. */
const packageOf = async ({ findPackageByCode }: UseCases, named: string): Promise<PackageId | null> =>
  parseId<PackageId>('pkg', named) ?? (await findPackageByCode(named));
