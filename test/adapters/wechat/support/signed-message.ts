import { randomBytes, sign } from 'node:crypto';
import { type SigningKey, wechatSigner } from './merchant.ts';

export type SigningOptions = { readonly signer?: SigningKey; readonly at?: Date; readonly nonce?: string };

/** The headers that WeChat sends with these bytes. */
export function signatureHeaders(body: Uint8Array, options: SigningOptions = {}): Record<string, string> {
  const { signer = wechatSigner, at = new Date(), nonce = randomBytes(16).toString('hex') } = options;
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const message = Buffer.concat([Buffer.from(`${timestamp}\n${nonce}\n`), body, Buffer.from('\n')]);
  return {
    'wechatpay-timestamp': timestamp,
    'wechatpay-nonce': nonce,
    'wechatpay-signature': sign('RSA-SHA256', message, signer.privateKey).toString('base64'),
    'wechatpay-serial': signer.keyId,
    'wechatpay-signature-type': 'WECHATPAY2-SHA256-RSA2048',
  };
}
