import { Router } from 'express';
import type { UseCases } from '../use-cases.ts';
import { createPayment } from './create-payment.ts';
import { orderEvents } from './order-events.ts';
import { queryPayment } from './query-payment.ts';
import { showCheckoutSession } from './show-checkout-session.ts';
import { showPackages } from './show-packages.ts';

/** The checkout of the web: buying by QR code. Its API is that of the payment design, word for word. */
export function checkoutRoutes(useCases: UseCases): Router {
  const router = Router();
  router.get('/packages', showPackages(useCases));
  router.post('/create', createPayment(useCases));
  router.get('/query', queryPayment(useCases));
  router.get('/events', orderEvents(useCases));
  router.get('/checkout-session', showCheckoutSession(useCases));
  return router;
}
