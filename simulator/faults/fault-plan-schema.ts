import { z } from 'zod';
import {
  answerFaults,
  contentFaults,
  deliveryFaults,
  type FaultPlan,
  pushFaults,
  transportFaults,
} from '../state/fault-plan.ts';

const chance = {
  probability: z.number().min(0).max(1).optional(),
  times: z.int().min(1).optional(),
};

const message = {
  event: z.string().min(1).optional(),
  delay_seconds: z.number().min(0).max(31_536_000).optional(),
};

const rule = z.discriminatedUnion('on', [
  z.strictObject({
    on: z.literal('request'),
    fault: z.enum([...transportFaults, ...answerFaults]),
    path: z.string().startsWith('/').optional(),
    delay_ms: z.int().min(0).max(600_000).optional(),
    ...chance,
  }),
  z.strictObject({
    on: z.literal('notification'),
    fault: z.enum([...deliveryFaults, ...contentFaults]),
    ...message,
    ...chance,
  }),
  z.strictObject({ on: z.literal('push'), fault: z.enum(pushFaults), ...message, ...chance }),
]);

export const faultPlanSchema: z.ZodType<FaultPlan> = z.strictObject({
  seed: z.int(),
  rules: z.array(rule).max(100),
});
