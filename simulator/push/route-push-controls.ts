import type { Request, Response, Router } from 'express';
import { z } from 'zod';
import type { Services } from '../api/services.ts';
import { bodyOf } from '../control/request-parts.ts';
import { appKinds } from '../credentials/app-accounts.ts';
import { beijingRfc3339 } from '../time/beijing-time.ts';
import { spoilings } from './build-request.ts';
import { checkAddress } from './check-address.ts';
import type { PushAttempt, PushDelivery } from './push-state.ts';
import { setTarget } from './set-target.ts';

const app = z.enum(appKinds);
const httpUrl = z.url({ protocol: /^https?$/ });

const targetSchema = z.strictObject({
  app,
  url: httpUrl.optional(),
  mode: z.enum(['plain', 'aes']).optional(),
  format: z.enum(['json', 'xml']).optional(),
});

const checkSchema = z.strictObject({ app: app.optional() });

const repeatSchema = z.strictObject({
  times: z.int().min(1).max(50).default(1),
  fault: z.enum(spoilings).default('none'),
});

const describeAttempt = ({ atMs, httpStatus, text = null, ...attempt }: PushAttempt) => ({
  ...attempt,
  text,
  at: beijingRfc3339(atMs),
  status: httpStatus,
});

export const describeDelivery = ({ id, app: pushedTo, event, status, message, ...delivery }: PushDelivery) => ({
  id,
  app: pushedTo,
  event,
  status,
  created_at: beijingRfc3339(delivery.createdAtMs),
  next_attempt_at: delivery.nextAttemptAtMs === null ? null : beijingRfc3339(delivery.nextAttemptAtMs),
  message,
  attempts: delivery.attempts.map(describeAttempt),
});

/** Nothing covers the body of a plain message, so that nobody could see that it was tampered with. */
async function repeat({ context, pushes }: Services, request: Request, response: Response, delivery: PushDelivery) {
  const { times, fault } = repeatSchema.parse(bodyOf(request));
  const target = context.store.world.push.targets.get(delivery.app);
  if (!target) response.status(409).json({ message: `no address is set for ${delivery.app}` });
  else if (fault === 'tampered' && target.mode === 'plain') {
    response.status(409).json({ message: 'a plain message is not protected; tampering needs mode aes' });
  } else response.json({ statuses: await pushes.deliverNow(delivery.id, fault, times) });
}

export async function repeatDelivery(services: Services, request: Request, response: Response, id: string) {
  const delivery = services.context.store.world.push.deliveries.get(id);
  if (!delivery) response.status(404).json({ message: 'no such delivery' });
  else await repeat(services, request, response, delivery);
}

/** 消息推送 as a developer sets it up, and its deliveries. */
export function routePushControls(router: Router, services: Services): void {
  const { context, pushes } = services;
  router.put('/push', (request, response) => {
    const { app: pushedTo, ...update } = targetSchema.parse(bodyOf(request));
    const target = setTarget(context, pushedTo, update);
    if (target) response.json({ app: pushedTo, ...target });
    else response.status(400).json({ message: 'url: an address comes first' });
  });
  router.post('/push/check', async (request, response) => {
    const { app: asked } = checkSchema.parse(bodyOf(request));
    const checked = await Promise.all((asked ? [asked] : appKinds).map((kind) => checkAddress(context, pushes, kind)));
    const checks = checked.filter((check) => check !== null);
    if (checks.length === 0) response.status(409).json({ message: 'no address is set' });
    else response.json({ passed: checks.every(({ passed }) => passed), checks });
  });
  router.get('/push/deliveries', (_request, response) => {
    response.json({ deliveries: [...context.store.world.push.deliveries.values()].map(describeDelivery) });
  });
  router.post('/push/deliveries/:id/repeat', (request, response) =>
    repeatDelivery(services, request, response, String(request.params['id'])),
  );
}
