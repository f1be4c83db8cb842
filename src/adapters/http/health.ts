import { Router } from 'express';
import { sendProblem } from './send-problem.ts';
import type { UseCases } from './use-cases.ts';

const AGAIN_SECONDS = 5;

/**
 * /livez: the process answers, without asking anybody. /startupz: it has started; before, the port answers 503. /readyz: send it
 * requests: it reaches its database, whose schema it knows, and is not about to stop.
 */
export function healthRoutes({ checkReadiness }: Pick<UseCases, 'checkReadiness'>): Router {
  const router = Router();
  router.get('/livez', (_req, res) => {
    res.json({ status: 'alive' });
  });
  router.get('/startupz', (_req, res) => {
    res.json({ status: 'started' });
  });
  router.get('/readyz', async (req, res) => {
    const notReady = await checkReadiness();
    if (notReady) return sendProblem(req, res.set('Retry-After', String(AGAIN_SECONDS)), notReady);
    res.json({ status: 'ready' });
  });
  return router;
}
