import type { Signer } from '../credentials/keyring.ts';
import { randomHex } from '../crypto/random-text.ts';
import { signedMessage, signRsa } from '../crypto/rsa-signature.ts';
import { signatureScheme } from './signature-scheme.ts';

export type SignatureHeaders = Readonly<Record<`Wechatpay-${string}`, string>>;

export const nowSeconds = (): number => Math.floor(Date.now() / 1000);

/**
 * The headers by which a client knows that `body` comes from WeChat, in answers and notifications alike
 * (WeChat Pay API v3, signature verification). `timestampSeconds` is real time.
 */
export function signHeaders(body: string, signer: Signer, timestampSeconds = nowSeconds()): SignatureHeaders {
  const timestamp = String(timestampSeconds);
  const nonce = randomHex(32);
  return {
    'Wechatpay-Timestamp': timestamp,
    'Wechatpay-Nonce': nonce,
    'Wechatpay-Signature': signRsa(signedMessage([timestamp, nonce, body]), signer.privateKey),
    'Wechatpay-Serial': signer.keyId,
    'Wechatpay-Signature-Type': signatureScheme,
  };
}

/** `errorNumber` 0 means success; WeChat appends it after the last dash. */
export const newRequestId = (errorNumber = 0): string => `08${randomHex(38).toUpperCase()}-${errorNumber}`;
