import { z } from 'zod';
import { ipAddress } from '../ip-address.ts';
import { shownInstant, shownPoints } from '../json-values.ts';
import { apiCode } from '../plain-text.ts';
import { shownId } from '../public-id.ts';
import { keyToken, quantity, RefusalFigures, refusalCode, UsageRefused } from './usage-schema.ts';

/** POST /keys/verify. Without `api`, scope and points are not asked about. */
export const VerifyBody = z.strictObject({
  api_key: keyToken,
  api: apiCode.optional(),
  quantity: quantity.default(1),
  client_ip: ipAddress.optional(),
});

const Verified = z.object({
  key: z.object({ id: shownId('key'), name: z.string(), hint: z.string(), expires_at: shownInstant }),
  user_id: shownId('usr'),
  points_left: shownPoints,
});
export const VerifyAnswer = z.union([
  Verified.extend({ allowed: z.literal(true) }),
  Verified.extend({
    ...RefusalFigures.omit({ points_left: true }).shape,
    ...{ allowed: z.literal(false), code: refusalCode, message: z.string() },
  }),
  /** A key that nobody has. */
  UsageRefused,
]);
