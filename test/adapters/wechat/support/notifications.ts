import type { RawNotification } from '../../../../src/domain/ordering/payment-gateway.ts';
import { type SealedResource, type SealingOptions, sealResource } from './sealed-resource.ts';
import { type SigningOptions, signatureHeaders } from './signed-message.ts';
import { aTransaction } from './transactions.ts';

export const notificationId = 'd4785163-ff81-5ed4-b828-e124183b37b3';

export type NotificationOptions = SigningOptions & {
  /** The plain text; an object is written as JSON. */
  readonly content?: unknown;
  readonly eventType?: string;
  readonly sealing?: SealingOptions;
  readonly alterResource?: (resource: SealedResource) => unknown;
};

/** A genuine notification of a payment, unless the options spoil it. What they spoil is signed as well. */
export function aNotification(options: NotificationOptions = {}): RawNotification {
  const { content = aTransaction(), eventType = 'TRANSACTION.SUCCESS', sealing, alterResource = (r) => r } = options;
  const plain = typeof content === 'string' ? content : JSON.stringify(content);
  const resource = { original_type: 'transaction', ...sealResource(plain, sealing) };
  return signedBody(
    JSON.stringify({
      id: notificationId,
      create_time: '2026-01-01T12:00:01+08:00',
      resource_type: 'encrypt-resource',
      event_type: eventType,
      summary: '支付成功',
      resource: alterResource(resource),
    }),
    options,
  );
}

export function signedBody(text: string | Uint8Array, options: SigningOptions = {}): RawNotification {
  const body = Buffer.from(text);
  return { headers: { 'content-type': 'application/json', ...signatureHeaders(body, options) }, body };
}

export const withHeaders = (raw: RawNotification, headers: Record<string, string | undefined>): RawNotification => ({
  ...raw,
  headers: { ...raw.headers, ...headers },
});
