import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import type { PlaceOrderOutcome } from '../../../application/ordering/place-order.ts';
import type { User } from '../../../domain/identity/user.ts';
import { ORDER_STATUSES } from '../../../domain/ordering/order.ts';
import { fen } from '../../../domain/shared/fen.ts';
import type { OrderId, PackageId } from '../../../domain/shared/ids.ts';
import { forUser, WHILE_CLOSING } from '../authorize.ts';
import { pageLimit } from '../page-limit.ts';
import { idSchema, parseId } from '../public-id.ts';
import { readBody, readQuery } from '../read-body.ts';
import { refuseOrder } from '../refuse-order.ts';
import { sendProblem } from '../send-problem.ts';
import type { UseCases } from '../use-cases.ts';
import { checkoutJson } from './checkout-json.ts';
import { clientPlatform } from './client-platform.ts';
import { orderJson } from './order-json.ts';

const NewOrder = z.strictObject({
  package_id: z.string().max(64),
  /** What the buyer was shown. */
  expected_amount_fen: z.int().min(1).transform(fen).optional(),
});

const OrdersQuery = z.strictObject({
  status: z.enum(ORDER_STATUSES).optional(),
  cursor: idSchema<OrderId>('ord').optional(),
  limit: pageLimit,
});

export function orderRoutes(useCases: UseCases): Router {
  const { authenticateSession, placeOrder, listOrders, readOrder, checkPayment } = useCases;
  const router = Router();
  router.post(
    '/orders',
    forUser(authenticateSession, async (user, req, res) => {
      const body = readBody(NewOrder, req, res);
      if (!body) return;
      const packageId = parseId<PackageId>('pkg', body.package_id);
      if (!packageId) return sendProblem(req, res, 'unknown_package');
      const expectedAmountFen = body.expected_amount_fen;
      const wish = { userId: user.id, packageId, platform: clientPlatform(req), expectedAmountFen };
      sendPlaced(req, res, await placeOrder(wish));
    }),
  );
  router.get(
    '/orders',
    forUser(authenticateSession, async (user, req, res) => {
      const query = readQuery(OrdersQuery, req, res);
      if (!query) return;
      const page = { status: query.status ?? null, after: query.cursor ?? null, limit: query.limit };
      const { items, more } = await listOrders(user.id, page);
      const shown = items.map(({ order, attempt }) => orderJson({ order, outTradeNo: attempt.intent.outTradeNo }));
      res.json({ orders: shown, next_cursor: more ? (shown.at(-1)?.id ?? null) : null });
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
  router.post('/orders/:id/check', forUser(authenticateSession, show(checkPayment), WHILE_CLOSING));
  return router;
}

function sendPlaced(req: Request, res: Response, outcome: PlaceOrderOutcome): void {
  if (outcome.kind !== 'placed') return refuseOrder(req, res, outcome);
  const { order, outTradeNo, checkout } = outcome;
  res.status(201).json({ order: orderJson({ order, outTradeNo }), checkout: checkoutJson(checkout) });
}
