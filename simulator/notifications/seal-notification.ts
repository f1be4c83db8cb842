import { v4 as uuid } from 'uuid';
import type { Context } from '../context.ts';
import { sealResource } from '../crypto/seal-resource.ts';
import type { Notification } from '../state/notification.ts';
import { beijingRfc3339 } from '../time/beijing-time.ts';

export type NotifiedEvent = {
  readonly eventType: string;
  readonly summary: string;
  /** What the notification is about; it is also the associated data of the cipher. */
  readonly originalType: 'transaction' | 'refund';
  readonly content: Readonly<Record<string, unknown>>;
  readonly outTradeNo: string;
  readonly notifyUrl: string;
  readonly atMs: number;
  /** Waits for the control API. */
  readonly withheld: boolean;
};

/** Id and body are made once and kept for every attempt. */
export function sealNotification({ credentials: { merchant } }: Context, event: NotifiedEvent): Notification {
  const { originalType, atMs, withheld } = event;
  const envelope = {
    id: uuid(),
    create_time: beijingRfc3339(atMs),
    resource_type: 'encrypt-resource',
    event_type: event.eventType,
    summary: event.summary,
    resource: {
      original_type: originalType,
      ...sealResource(JSON.stringify(event.content), originalType, merchant.apiV3Key),
    },
  };
  return {
    id: envelope.id,
    outTradeNo: event.outTradeNo,
    notifyUrl: event.notifyUrl,
    body: JSON.stringify(envelope),
    createdAtMs: atMs,
    nextAttemptAtMs: withheld ? null : atMs,
    status: withheld ? 'withheld' : 'pending',
    attempts: [],
  };
}
