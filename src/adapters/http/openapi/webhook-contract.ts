import type { z } from 'zod';

/** What we promise of an event that we send. */
export type WebhookContract = {
  readonly type: string;
  readonly summary: string;
  readonly schema: z.ZodType;
  readonly example: object;
};
