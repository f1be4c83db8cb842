import { z } from 'zod';
import { shownInstant, shownPoints } from '../json-values.ts';
import { shownId } from '../public-id.ts';
import { clientIp, keyToken, quantity, RefusalFigures, refusalCode, soldApi, UsageRefused } from './usage-schema.ts';

/** POST /keys/verify. Without `api`, scope and points are not asked about. */
export const VerifyBody = z.strictObject({
  api_key: keyToken,
  api: soldApi.optional(),
  quantity: quantity.default(1),
  client_ip: clientIp.optional(),
});

const Verified = z.object({
  key: z.object({ id: shownId('key'), name: z.string(), hint: z.string(), expires_at: shownInstant }),
  user_id: shownId('usr').describe('The owner'),
  points_left: shownPoints.describe('What the owner can spend'),
});
export const VerifyAnswer = z.union([
  Verified.extend({ allowed: z.literal(true) }).meta({ title: 'Good' }),
  Verified.extend({
    ...RefusalFigures.omit({ points_left: true }).shape,
    ...{ allowed: z.literal(false), code: refusalCode, message: z.string() },
  }).meta({ title: 'Not good' }),
  /** A key that nobody has. */
  UsageRefused,
]);
