import type { WebhookEndpointId, WebhookSecretId } from '../../domain/shared/ids.ts';
import { formatWebhookSecret, sealedForWebhook, WEBHOOK_SECRET_BYTES } from '../../domain/webhooks/secret.ts';
import type { IdSource, Secrets } from '../shared/random.ts';
import type { SealSecret } from '../shared/seal-secret.ts';
import type { Stores } from '../shared/unit-of-work.ts';

export type SecretTools = { readonly ids: IdSource; readonly secrets: Secrets; readonly serviceSeal: SealSecret };

/** Makes a secret, keeps it sealed, and gives it for the one time that it is shown. */
export async function newSecret(
  { webhookEndpoints }: Pick<Stores, 'webhookEndpoints'>,
  { ids, secrets, serviceSeal }: SecretTools,
  endpointId: WebhookEndpointId,
  createdAt: Date,
): Promise<string> {
  const secret = formatWebhookSecret(secrets.random(WEBHOOK_SECRET_BYTES));
  const id = ids.next<WebhookSecretId>();
  const sealed = serviceSeal.seal(secret, sealedForWebhook(endpointId, id));
  await webhookEndpoints.addSecret({ id, endpointId, sealed, createdAt, expiresAt: null });
  return secret;
}
