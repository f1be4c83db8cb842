import express, { type ErrorRequestHandler, Router } from 'express';
import { ZodError } from 'zod';
import type { Context } from '../context.ts';
import type { AdvanceClock } from '../notifications/advance-clock.ts';
import type { Notifier } from '../notifications/notifier.ts';
import type { RefundDesk } from '../refunds/refund-desk.ts';
import { beijingRfc3339 } from '../time/beijing-time.ts';
import { advanceSchema } from './control-schemas.ts';
import { bodyOf } from './request-parts.ts';
import { routeFaults } from './route-faults.ts';
import { routeOrders } from './route-orders.ts';
import { routePayer } from './route-payer.ts';
import { routePhone } from './route-phone.ts';
import { routePlans } from './route-plans.ts';
import { routeRefunds } from './route-refunds.ts';

const answerFault: ErrorRequestHandler = (fault, _request, response, _next) => {
  if (fault instanceof ZodError) {
    const [issue] = fault.issues;
    response.status(400).json({ message: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}` });
    return;
  }
  const status = Number((fault as { status?: unknown }).status);
  response.status(status >= 400 && status < 500 ? status : 500).json({ message: String(fault) });
};

/** What a person with a phone, or a tester, does to WeChat. Mounted at `/_control`; not a part of WeChat's API. */
export function controlApi(
  context: Context,
  notifier: Notifier,
  advanceClock: AdvanceClock,
  desk: RefundDesk,
  addControls: (router: Router) => void,
): Router {
  const router = Router();
  router.use(express.json());
  router.use((_request, _response, next) => {
    desk.runDue();
    next();
  });
  router.post('/clock/advance', async (request, response) => {
    await advanceClock(advanceSchema.parse(bodyOf(request)).seconds);
    response.json({ now: beijingRfc3339(context.now()) });
  });
  routePhone(router, context);
  routePayer(router, context, notifier);
  routeOrders(router, context, notifier);
  routeRefunds(router, context, notifier, desk);
  routePlans(router, context);
  routeFaults(router, context);
  addControls(router);
  router.use((_request, response) => {
    response.status(404).json({ message: 'no such control' });
  });
  router.use(answerFault);
  return router;
}
