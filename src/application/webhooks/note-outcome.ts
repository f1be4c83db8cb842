import type { DoneBy } from '../../domain/shared/audit.ts';
import type { WebhookEndpointId } from '../../domain/shared/ids.ts';
import type { DeliveryAttempt, DueDelivery } from '../../domain/webhooks/delivery.ts';
import { endpointFacts } from '../../domain/webhooks/endpoint.ts';
import { nextTryAt } from '../../domain/webhooks/retry-schedule.ts';
import type { SendOutcome } from '../../domain/webhooks/webhook-sender.ts';
import type { RaisedAlarm } from '../shared/alarm.ts';
import { noteDeed } from '../shared/note-deed.ts';
import type { IdSource } from '../shared/random.ts';
import type { Stores } from '../shared/unit-of-work.ts';

export type NoteNeeds = 'webhookEndpoints' | 'webhookOutbox' | 'audit' | 'clock';
type NoteStores = Pick<Stores, NoteNeeds>;
/** `random`: from 0 up to 1, for the next try. */
type Tried = { readonly outcome: SendOutcome; readonly random: number };

const GONE = 410;
const BY_THE_RECEIVER: DoneBy = { actor: { kind: 'system' }, requestId: null };

/** What a try has come to, and what follows from it. The alarms are for after the commit. */
export async function noteOutcome(
  stores: NoteStores,
  ids: IdSource,
  due: DueDelivery,
  { outcome, random }: Tried,
): Promise<RaisedAlarm[]> {
  const { id, endpointId, tries } = due.delivery;
  const { webhookEndpoints: endpoints, webhookOutbox: outbox } = stores;
  const now = await stores.clock.now();
  await outbox.addAttempt(id, attemptOf(outcome, now));
  if (isTaken(outcome)) {
    await endpoints.calm(endpointId);
    await outbox.end(id, { state: 'delivered' });
    return [];
  }
  if (outcome.kind === 'answered' && outcome.status === GONE) return disableGone(stores, ids, due);
  const retryAfterMs = outcome.kind === 'answered' ? outcome.retryAfterMs : null;
  const nextAt = due.event.type === 'webhook.ping' ? null : nextTryAt(tries, now, { random, retryAfterMs });
  if (nextAt) {
    await outbox.scheduleTry(id, tries, nextAt);
    return [];
  }
  const isNews = due.event.type !== 'webhook.ping' && (await endpoints.claimAlarm(endpointId, now));
  await outbox.end(id, { state: 'failed', reason: 'no_more_tries' });
  return isNews ? [{ alarm: 'webhook_failing', detail: { endpointId, deliveryId: id } }] : [];
}

export const isTaken = (outcome: SendOutcome): boolean =>
  outcome.kind === 'answered' && outcome.status >= 200 && outcome.status < 300;

function attemptOf(outcome: SendOutcome, now: Date): DeliveryAttempt {
  const { durationMs } = outcome;
  const at = new Date(now.getTime() - durationMs);
  return outcome.kind === 'answered'
    ? { at, durationMs, status: outcome.status, fault: null, excerpt: outcome.excerpt }
    : { at, durationMs, status: null, fault: outcome.fault, excerpt: '' };
}

/** 410: whoever was there wants nothing any more. What waits for it is cancelled, and can be replayed. */
async function disableGone(
  stores: NoteStores,
  ids: IdSource,
  { delivery: { id, endpointId } }: DueDelivery,
): Promise<RaisedAlarm[]> {
  const endpoint = await stores.webhookEndpoints.lock(endpointId);
  await stores.webhookOutbox.end(id, { state: 'failed', reason: 'gone' });
  if (!endpoint?.enabled) return [];
  const after = { ...endpoint, enabled: false };
  await stores.webhookEndpoints.save(after);
  await stores.webhookOutbox.cancelPending(endpointId);
  const facts = { before: endpointFacts(endpoint), after: { ...endpointFacts(after), answered: GONE } };
  const subject = subjectOf(endpointId);
  await noteDeed(stores, ids, BY_THE_RECEIVER, { action: 'webhook.disabled', subject, userId: null, ...facts });
  return [{ alarm: 'webhook_endpoint_gone', detail: { endpointId, deliveryId: id } }];
}

export const subjectOf = (id: WebhookEndpointId) => ({ kind: 'webhook_endpoint', id }) as const;
