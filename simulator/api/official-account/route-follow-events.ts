import type { Router } from 'express';
import { z } from 'zod';
import { bodyOf } from '../../control/request-parts.ts';
import type { Services } from '../services.ts';
import { actAsFollower } from './follow-events.ts';

const name = z.string().min(1).max(64);

const eventSchema = z.strictObject({
  user: name,
  event: z.enum(['subscribe', 'unsubscribe', 'SCAN']),
  scene: name.optional(),
  unionid: z.boolean().optional(),
});

/** What a person does to the official account; the answer waits for the first delivery. */
export function routeFollowEvents(router: Router, { context, work }: Services): void {
  router.post('/official-account/events', async (request, response) => {
    const acted = actAsFollower(context, eventSchema.parse(bodyOf(request)));
    if (acted.kind === 'refused') {
      response.status(409).json({ message: acted.message });
      return;
    }
    const { deliveryId, openid } = acted;
    work.deliverDue();
    await work.settled(deliveryId);
    const [first] = context.store.world.push.deliveries.get(deliveryId)?.attempts ?? [];
    response.json({ status: first?.httpStatus ?? null, delivery_id: deliveryId, openid });
  });
}
