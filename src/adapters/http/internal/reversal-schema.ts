import { z } from 'zod';
import { shownInstant, shownPoints } from '../json-values.ts';
import { plainText } from '../plain-text.ts';
import { shownId } from '../public-id.ts';

/** POST /usage/{id}/reverse. */
export const ReverseBody = z.strictObject({ reason: plainText.max(200).optional() });

export const ReverseAnswer = z.object({
  usage_id: shownId('use'),
  reversed: z.literal(true),
  points: shownPoints.describe('What went back'),
  points_expired: shownPoints.describe('Of these, what was written off at once, because it had expired meanwhile'),
  points_left: shownPoints,
  reason: z.string().nullable(),
  at: shownInstant,
});
