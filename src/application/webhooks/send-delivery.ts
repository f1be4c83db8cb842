import { isLive } from '../../domain/keyvault/credential.ts';
import { hexOf } from '../../domain/shared/bytes.ts';
import type { DueDelivery } from '../../domain/webhooks/delivery.ts';
import { sealedForWebhook } from '../../domain/webhooks/secret.ts';
import type { SendOutcome, WebhookMessage, WebhookSender } from '../../domain/webhooks/webhook-sender.ts';
import { type RaiseAlarm, raiseAll } from '../shared/alarm.ts';
import type { IdSource, Secrets } from '../shared/random.ts';
import type { SealSecret } from '../shared/seal-secret.ts';
import type { Stores, UnitOfWork } from '../shared/unit-of-work.ts';
import { type NoteNeeds, noteOutcome } from './note-outcome.ts';

export type SendNeeds = NoteNeeds | 'services' | 'apiKeys';
export type SendDependencies = {
  readonly uow: UnitOfWork<SendNeeds>;
  readonly webhookSender: WebhookSender;
  /** Null: nobody has said under what secrets are sealed. */
  readonly serviceSeal: SealSecret | null;
  readonly ids: IdSource;
  readonly secrets: Secrets;
  readonly raiseAlarm: RaiseAlarm;
};

/** Nothing was left to send it with: the operator has to set SEAHORSE_SECRET, or to rotate. */
const UNREADABLE: SendOutcome = { kind: 'no_answer', fault: 'secret_not_readable', durationMs: 0 };

/**
 * One try of a delivery that was taken. A crash between the answer and our note of it sends it once more, with the same id. Null:
 * it is not to be sent any more.
 */
export async function sendDelivery(dependencies: SendDependencies, due: DueDelivery): Promise<SendOutcome | null> {
  const { uow, webhookSender, serviceSeal, ids, secrets, raiseAlarm } = dependencies;
  const message = await uow.run((stores) => prepare(stores, serviceSeal, due));
  if (!message) return null;
  const outcome = message.secrets.length > 0 ? await webhookSender.send(message) : UNREADABLE;
  const random = Number.parseInt(hexOf(secrets.random(4)), 16) / 2 ** 32;
  raiseAll(raiseAlarm, await uow.run((stores) => noteOutcome(stores, ids, due, { outcome, random })));
  return outcome;
}

/** What is sent where; null: the endpoint or its service is not there any more, which is noted. */
async function prepare(
  { webhookEndpoints, webhookOutbox, services, apiKeys, clock }: Pick<Stores, SendNeeds>,
  seal: SealSecret | null,
  { delivery: { id, endpointId, recipient }, event }: DueDelivery,
): Promise<WebhookMessage | null> {
  const endpoint = await webhookEndpoints.find(endpointId);
  // It may have been disabled since; a ping is sent all the same.
  if (!endpoint || !(endpoint.enabled || event.type === 'webhook.ping')) return null;
  if (!(await services.find(endpoint.serviceId))?.enabled) {
    await webhookOutbox.end(id, { state: 'cancelled', reason: 'service_disabled' });
    return null;
  }
  const now = await clock.now();
  const live = (await webhookEndpoints.listSecrets(endpointId)).filter((secret) => isLive(secret, now));
  const opened = live.flatMap((each) => seal?.open(each.sealed, sealedForWebhook(endpointId, each.id)) ?? []);
  const keyName = event.type === 'key.expiring' ? ((await apiKeys.find(event.data.keyId))?.name ?? null) : null;
  return { url: endpoint.url, event, recipient, keyName, secrets: opened };
}
