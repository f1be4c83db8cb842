import { Router } from 'express';
import type { UseCases } from './use-cases.ts';

/** /livez: the process answers. /readyz: it can reach its database. */
export function healthRoutes({ checkReadiness }: UseCases): Router {
  const router = Router();
  router.get('/livez', (_req, res) => {
    res.json({ status: 'alive' });
  });
  router.get('/readyz', async (_req, res) => {
    await checkReadiness();
    res.json({ status: 'ready' });
  });
  return router;
}
