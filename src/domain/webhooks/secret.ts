import type { WebhookEndpointId, WebhookSecretId } from '../shared/ids.ts';
import type { SealedText } from '../shared/sealed-text.ts';

export const WEBHOOK_SECRET_BYTES = 32;

/** What the events for an endpoint are signed with. While it is being rotated, an endpoint has two. */
export type WebhookSecret = {
  readonly id: WebhookSecretId;
  readonly endpointId: WebhookEndpointId;
  readonly sealed: SealedText;
  readonly createdAt: Date;
  /** The first instant at which nothing is signed with it any more. Null: for ever. */
  readonly expiresAt: Date | null;
};

/** As the Standard Webhooks write it: `whsec_` and base64. */
export const formatWebhookSecret = (random: Uint8Array): string => `whsec_${btoa(String.fromCharCode(...random))}`;

/** What it is sealed for: opened as another's, it is nothing. */
export const sealedForWebhook = (endpointId: WebhookEndpointId, id: WebhookSecretId): string =>
  `secret ${id} of webhook endpoint ${endpointId}`;
