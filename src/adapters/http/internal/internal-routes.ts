import type { Router } from 'express';
import type { UseCases } from '../use-cases.ts';
import { accountRoutes } from './account.ts';
import { checkoutSessionRoutes } from './checkout-sessions.ts';
import { externalUserRoutes } from './external-users.ts';
import { holdEndRoutes } from './hold-ends.ts';
import { holdRoutes } from './holds.ts';
import { reversalRoutes } from './reversal.ts';
import { usageRoutes } from './usage.ts';
import { usageBatchRoutes } from './usage-batch.ts';
import { verifyRoutes } from './verify.ts';

/** What backend services ask. */
export const internalRoutes = (useCases: UseCases): Router[] =>
  [
    ...[usageRoutes, usageBatchRoutes, reversalRoutes],
    ...[holdRoutes, holdEndRoutes, verifyRoutes, accountRoutes],
    ...[externalUserRoutes, checkoutSessionRoutes],
  ].map((routes) => routes(useCases));
