import { randomBytes } from 'node:crypto';
import type WxPay from 'wechatpay-node-v3';

/** The header of a GET that the package does not send itself. `target` is path and query, as they are asked for. */
export function authorizeGet(signer: WxPay, target: string): Record<string, string> {
  const nonce = randomBytes(16).toString('hex');
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signature = signer.getSignature('GET', nonce, timestamp, target);
  return { Authorization: signer.getAuthorization(nonce, timestamp, signature) };
}
