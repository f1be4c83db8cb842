import { z } from 'zod';
import { EXTERNAL_ID_MAX_LENGTH } from '../../../domain/identity/external-user.ts';
import { plainText } from '../plain-text.ts';
import { shownId } from '../public-id.ts';

/** Of a user, as the service calls him; taken as it is. */
export const externalId = plainText
  .min(1)
  .max(EXTERNAL_ID_MAX_LENGTH)
  .describe('The user, as the service calls him; taken as it is');

/** POST /external-users. */
export const MapUserBody = z.strictObject({ external_id: externalId });
export const MapUserAnswer = z.object({ user_id: shownId('usr'), created: z.boolean() });

/** GET /external-users. */
export const FindUserQuery = z.strictObject({ external_id: externalId });
export const FindUserAnswer = z.object({ user_id: shownId('usr') });
