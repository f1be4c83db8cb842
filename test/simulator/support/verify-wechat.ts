import { createDecipheriv, verify } from 'node:crypto';
import type { SealedResource } from './sealed-resource.ts';

type HeaderSource = { get(name: string): string | null };

/** Whether WeChat's signature headers fit the body under this key, as a careful merchant would check. */
export function isSignedByWechat(headers: HeaderSource, body: string, publicKeyPem: string): boolean {
  const message = `${headers.get('wechatpay-timestamp')}\n${headers.get('wechatpay-nonce')}\n${body}\n`;
  const signature = Buffer.from(headers.get('wechatpay-signature') ?? '', 'base64');
  return verify('RSA-SHA256', Buffer.from(message), publicKeyPem, signature);
}

/** Throws when one bit of the cipher text, tag, nonce or associated data differs. */
export function openResource({ ciphertext, nonce, associated_data }: SealedResource, apiV3Key: string): string {
  const bytes = Buffer.from(ciphertext, 'base64');
  const decipher = createDecipheriv('aes-256-gcm', apiV3Key, nonce, { authTagLength: 16 });
  decipher.setAAD(Buffer.from(associated_data)).setAuthTag(bytes.subarray(-16));
  return Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()]).toString('utf8');
}
