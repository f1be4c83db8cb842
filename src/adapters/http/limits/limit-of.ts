import type { Request } from 'express';
import type { LimitName } from '../../../application/shared/request-limiter.ts';
import { templateOf } from '../measure-requests.ts';

/** What costs us, or WeChat, more than to read a row, and what could be guessed. */
const LIMITS: Readonly<Record<string, LimitName>> = {
  'POST /api/v1/orders': 'order',
  'POST /api/payment/create': 'order',
  'POST /api/v1/orders/:id/check': 'payment_check',
  'GET /api/payment/query': 'payment_check',
  'POST /api/v1/redemptions': 'redemption',
  'POST /api/v1/api-keys': 'key',
  'POST /api/v1/api-keys/:id/rotate': 'key',
};

/** Under which limit a request of somebody who has signed in falls: each route under one. */
export const limitOf = (req: Request): LimitName => LIMITS[`${req.method} ${templateOf(req)}`] ?? 'person';

export const LIMITED_ROUTES = Object.keys(LIMITS);
