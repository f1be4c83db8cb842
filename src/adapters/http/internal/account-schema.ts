import { z } from 'zod';
import { shownInstant, shownPoints } from '../json-values.ts';
import { shownId } from '../public-id.ts';

const lot = { points: shownPoints, expires_at: shownInstant };

/** GET /users/{id}/balance. */
export const AccountAnswer = z.object({
  user_id: shownId('usr'),
  available: shownPoints.describe('What can be spent'),
  held: shownPoints.describe('Set aside for calls under way'),
  frozen: shownPoints.describe('Taken out for refunds under way'),
  next_expiry: z.object(lot).nullable(),
  expiring_soon: z
    .array(z.object({ kind: z.enum(['paid', 'bonus']), ...lot }))
    .describe('Within 30 days, in the order in which they pay'),
});
