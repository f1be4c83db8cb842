import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import type { PlaceOrderOutcome } from '../../../application/ordering/place-order.ts';
import type { User } from '../../../domain/identity/user.ts';
import type { OrderId, PackageId } from '../../../domain/shared/ids.ts';
import { forUser } from '../authorize.ts';
import { parseId, publicId } from '../public-id.ts';
import { readBody } from '../read-body.ts';
import { sendProblem } from '../send-problem.ts';
import type { UseCases } from '../use-cases.ts';
import { orderJson } from './order-json.ts';

const NewOrder = z.strictObject({ package_id: z.string().max(64) });

export function orderRoutes({ authenticateSession, placeOrder, readOrder, checkPayment }: UseCases): Router {
  const router = Router();
  router.post(
    '/orders',
    forUser(authenticateSession, async (user, req, res) => {
      const body = readBody(NewOrder, req, res);
      if (!body) return;
      const packageId = parseId<PackageId>('pkg', body.package_id);
      if (!packageId) return sendProblem(req, res, 'unknown_package');
      sendPlaced(req, res, await placeOrder({ userId: user.id, packageId, storefront: 'miniprogram' }));
    }),
  );
  const show =
    (read: UseCases['readOrder']) =>
    async (user: User, req: Request, res: Response): Promise<void> => {
      const id = parseId<OrderId>('ord', req.params['id']);
      const found = id && (await read(user.id, id));
      if (found?.kind !== 'found') return sendProblem(req, res, 'unknown_order');
      res.json(orderJson({ order: found.order, outTradeNo: found.attempt.intent.outTradeNo }));
    };
  router.get('/orders/:id', forUser(authenticateSession, show(readOrder)));
  router.post('/orders/:id/check', forUser(authenticateSession, show(checkPayment)));
  return router;
}

function sendPlaced(req: Request, res: Response, outcome: PlaceOrderOutcome): void {
  switch (outcome.kind) {
    case 'placed': {
      const { order, outTradeNo, checkout } = outcome;
      res
        .status(201)
        .json({ order: orderJson({ order, outTradeNo }), checkout: { gateway: 'jsapi', params: checkout } });
      return;
    }
    case 'already_paid':
      return sendProblem(req, res, 'order_already_paid', { order_id: publicId('ord', outcome.orderId) });
    case 'order_closed':
      return sendProblem(req, res, 'order_closed', { order_id: publicId('ord', outcome.orderId) });
    case 'payment_rejected':
      // The provider's words are for operators: they are in the log, not in the answer.
      req.log.error({ reason: outcome.reason }, 'payment rejected');
      return sendProblem(req, res, 'payment_rejected');
    case 'unknown_package':
    case 'package_closed':
    case 'payer_unknown':
      return sendProblem(req, res, outcome.kind);
  }
}
