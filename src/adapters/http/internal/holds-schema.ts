import { z } from 'zod';
import { HOLD_SECONDS } from '../../../domain/ledger/hold.ts';
import { shownInstant, shownPoints } from '../json-values.ts';
import { shownId } from '../public-id.ts';
import { clientIp, keyToken, quantity, soldApi, UsageAllowed, UsageRefused } from './usage-schema.ts';

/** As many as JSON carries exactly. */
const points = z.int().min(1);

const seconds = z
  .int()
  .min(HOLD_SECONDS.shortest)
  .max(HOLD_SECONDS.longest)
  .describe('After so many, the points come back by themselves');

/** POST /holds. `points` says what is held; else it is what `quantity` calls (1 unless said) cost. */
export const PlaceHoldBody = z
  .strictObject({
    api_key: keyToken,
    api: soldApi,
    quantity: quantity.describe('Holds what so many calls cost').optional(),
    points: points.describe('How many to hold, instead of what `quantity` calls cost').optional(),
    ttl_seconds: seconds.default(HOLD_SECONDS.usual),
    may_exceed: z.boolean().describe('Whether a capture may take more than is held').default(false),
    client_ip: clientIp.optional(),
  })
  .refine((body) => body.quantity === undefined || body.points === undefined, {
    path: ['points'],
    message: 'expected "quantity" or "points", not both',
  });

export const HoldPlaced = z
  .object({
    allowed: z.literal(true),
    hold_id: shownId('hld'),
    state: z.enum(['open', 'captured', 'released']).describe('Of one that was placed before: what has become of it'),
    points: shownPoints.describe('What is held'),
    points_left: shownPoints.describe('What the account can spend besides'),
    expires_at: shownInstant.describe('When it ends by itself'),
    at: shownInstant,
  })
  .meta({ title: 'Placed' });
export const PlaceHoldAnswer = z.union([HoldPlaced, UsageRefused]);

/** POST /holds/{id}/capture; without `points` all that is held. */
export const CaptureBody = z.strictObject({
  points: points.describe('What the call has cost; all that is held unless said').optional(),
});
export const CaptureAnswer = UsageAllowed.omit({ allowed: true }).extend({
  hold_id: shownId('hld'),
  state: z.literal('captured'),
  points_released: shownPoints.describe('What of the held points went back'),
});

/** POST /holds/{id}/release. */
export const ReleaseBody = z.strictObject({});
export const ReleaseAnswer = z.object({
  hold_id: shownId('hld'),
  state: z.literal('released'),
  released_by: z.enum(['service', 'expiry']),
  points: shownPoints,
  points_left: shownPoints,
  at: shownInstant,
});
