import { z } from 'zod';
import type {
  NotificationReading,
  NotificationRefusal,
  RawNotification,
} from '../../../domain/ordering/payment-gateway.ts';
import { parseJson } from '../parse-json.ts';
import { decryptResource, encryptedResourceSchema } from './decrypt-resource.ts';
import { readNotifiedRefund } from './refund.ts';
import { readPayment, readTradeState } from './transaction.ts';
import { type FindKey, verifySignature } from './verify-signature.ts';

const maxBodyBytes = 64 * 1024;

const envelopeSchema = z.object({
  id: z.string().min(1).max(128),
  event_type: z.string().min(1).max(128),
  resource: encryptedResourceSchema,
});

type Envelope = z.infer<typeof envelopeSchema>;
type Trust = { readonly findKey: FindKey; readonly apiV3Keys: readonly string[]; readonly now: Date };

/**
 * WeChat Pay API v3, notifications. Size, then signature, and only then the content: what is not signed is not parsed.
 * Never throws, whatever the bytes.
 */
export function readNotification(raw: RawNotification, trust: Trust): NotificationReading {
  if (raw.body.byteLength > maxBodyBytes) return refused('malformed');
  const message = { header: (name: string) => readHeader(raw, name), body: raw.body };
  const verification = verifySignature(message, trust.findKey, trust.now);
  if (verification.kind === 'refused') return verification;
  const envelope = envelopeSchema.safeParse(parseJson(Buffer.from(raw.body).toString('utf8'))).data;
  if (envelope === undefined) return refused('malformed');
  const content = decryptResource(envelope.resource, trust.apiV3Keys);
  return content === undefined ? refused('undecryptable') : readContent(envelope, content);
}

function readContent(envelope: Envelope, content: string): NotificationReading {
  const about = { notificationId: envelope.id, content };
  const data = parseJson(content);
  if (data === undefined) return refused('malformed');
  const other = { kind: 'other', eventType: envelope.event_type, ...about } as const;
  if (envelope.event_type.startsWith('REFUND.')) {
    const notified = readNotifiedRefund(data);
    return notified === undefined ? refused('malformed') : { kind: 'refund', ...notified, ...about };
  }
  if (envelope.event_type !== 'TRANSACTION.SUCCESS') return other;
  const transaction = readTradeState(data);
  if (transaction === undefined) return refused('malformed');
  if (transaction.tradeState !== 'SUCCESS') return other;
  const payment = readPayment(data);
  return payment === undefined ? refused('malformed') : { kind: 'payment', payment, ...about };
}

// A repeated header may come as a list, whatever the type says.
function readHeader(raw: RawNotification, name: string): string | undefined {
  const value: unknown = raw.headers[name];
  return typeof value === 'string' ? value : undefined;
}

const refused = (reason: NotificationRefusal): NotificationReading => ({ kind: 'refused', reason });
