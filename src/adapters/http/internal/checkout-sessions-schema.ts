import { z } from 'zod';
import { parseReturnUrl } from '../../../domain/keyvault/return-origin.ts';
import { shownInstant, shownPoints } from '../json-values.ts';
import { plainText } from '../plain-text.ts';
import { shownId } from '../public-id.ts';
import { externalId } from './external-users-schema.ts';

const MOST_NOTES = 10;
const MOST_PACKAGES = 20;

const returnUrl = plainText.max(512).refine((text) => parseReturnUrl(text) !== null, {
  message: 'expected an https URL (http on localhost only) without a user',
});

const metadata = z
  .record(z.string().regex(/^[A-Za-z][\w.-]{0,39}$/), plainText.max(200))
  .refine((notes) => Object.keys(notes).length <= MOST_NOTES, { message: `expected at most ${MOST_NOTES} entries` });

/** POST /checkout-sessions. */
export const OpenCheckoutBody = z
  .strictObject({
    /** The user, by the service's own id of him; mapped before with POST /external-users. */
    external_id: externalId.optional(),
    /** Or by ours. */
    user_id: z.string().max(64).optional(),
    /** Ids or codes of those that it may buy. Without them the user chooses among all that the web sells. */
    package_ids: z.array(plainText.max(64)).min(1).max(MOST_PACKAGES).optional(),
    /** Where the page sends the user once he has paid, with `checkout_session` added to its query. */
    success_url: returnUrl.optional(),
    /** Where he goes who does not want to pay. */
    cancel_url: returnUrl.optional(),
    /** Notes of the service, given back with the checkout. */
    metadata: metadata.default({}),
  })
  .refine((body) => (body.external_id === undefined) !== (body.user_id === undefined), {
    path: ['external_id'],
    message: 'expected either "external_id" or "user_id"',
  });

const status = z.enum(['open', 'paid', 'expired']);

export const OpenCheckoutAnswer = z.object({
  id: shownId('chk'),
  /** For the browser of this user, and nobody else: the part behind # signs it in. */
  url: z.string(),
  status,
  user_id: shownId('usr'),
  expires_at: shownInstant,
});

const CheckoutOrder = z.object({
  id: shownId('ord'),
  status: z.enum(['pending', 'paid', 'partly_refunded', 'refunded', 'closed']),
  package_code: z.string(),
  amount_fen: z.int().min(0),
  /** The bonus included. */
  points: shownPoints,
  paid_at: shownInstant.nullable(),
});

/** GET /checkout-sessions/{id}. */
export const CheckoutAnswer = z.object({
  id: shownId('chk'),
  status,
  /** The one that was paid, or else the newest. */
  order: CheckoutOrder.nullable(),
  user_id: shownId('usr'),
  external_id: z.string().nullable(),
  metadata: z.record(z.string(), z.string()),
  expires_at: shownInstant,
});
