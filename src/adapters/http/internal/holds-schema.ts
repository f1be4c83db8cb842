import { z } from 'zod';
import { HOLD_SECONDS } from '../../../domain/ledger/hold.ts';
import { ipAddress } from '../ip-address.ts';
import { shownInstant, shownPoints } from '../json-values.ts';
import { apiCode } from '../plain-text.ts';
import { shownId } from '../public-id.ts';
import { keyToken, quantity, UsageAllowed, UsageRefused } from './usage-schema.ts';

/** As many as JSON carries exactly. */
const points = z.int().min(1);

/** POST /holds. `points` says what is held; else it is what `quantity` calls (1 unless said) cost. */
export const PlaceHoldBody = z
  .strictObject({
    api_key: keyToken,
    api: apiCode,
    quantity: quantity.optional(),
    points: points.optional(),
    ttl_seconds: z.int().min(HOLD_SECONDS.shortest).max(HOLD_SECONDS.longest).default(HOLD_SECONDS.usual),
    may_exceed: z.boolean().default(false),
    client_ip: ipAddress.optional(),
  })
  .refine((body) => body.quantity === undefined || body.points === undefined, {
    path: ['points'],
    message: 'expected "quantity" or "points", not both',
  });

export const HoldPlaced = z.object({
  allowed: z.literal(true),
  hold_id: shownId('hld'),
  /** Of a hold that was placed before, what has become of it. */
  state: z.enum(['open', 'captured', 'released']),
  points: shownPoints,
  points_left: shownPoints,
  expires_at: shownInstant,
  at: shownInstant,
});
export const PlaceHoldAnswer = z.union([HoldPlaced, UsageRefused]);

/** POST /holds/{id}/capture; without `points` all that is held. */
export const CaptureBody = z.strictObject({ points: points.optional() });
export const CaptureAnswer = UsageAllowed.omit({ allowed: true }).extend({
  hold_id: shownId('hld'),
  state: z.literal('captured'),
  /** What of the held points went back. */
  points_released: shownPoints,
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
