import { type KeyObject, verify } from 'node:crypto';

/** Finds the key that WeChat names in `Wechatpay-Serial`: a certificate serial or `PUB_KEY_ID_…`. Must not do I/O. */
export type FindKey = (keyId: string) => KeyObject | undefined;

export type SignedMessage = {
  readonly header: (lowerCaseName: string) => string | null | undefined;
  /** The bytes as they came: JSON that is parsed and written again is other bytes. Empty for a 204. */
  readonly body: Uint8Array;
};

export type SignatureRefusal =
  | 'missing_headers'
  | 'malformed'
  | 'signature_probe'
  | 'unknown_key'
  | 'stale_timestamp'
  | 'bad_signature';

export type Verification =
  | { readonly kind: 'genuine' }
  | { readonly kind: 'refused'; readonly reason: SignatureRefusal };

const probePrefix = 'WECHATPAY/SIGNTEST/';
const maxSkewSeconds = 300;

/**
 * WeChat Pay API v3, verification of answers and notifications. The order of the checks is part of the contract, the
 * cheap ones first: headers present, well-formed, not a probe, known key, within 300 s of `now` (inclusive), RSA.
 * wechatpay-node-v3's `verifySign` is not used: it has no public-key mode, ignores the timestamp, signs re-written JSON,
 * and calls WeChat for each unknown key id, so that strangers decide how often we do.
 */
export function verifySignature(message: SignedMessage, findKey: FindKey, now: Date): Verification {
  const [timestamp, nonce, signature, keyId] = ['timestamp', 'nonce', 'signature', 'serial'].map((name) =>
    message.header(`wechatpay-${name}`),
  );
  if (!timestamp || !nonce || !signature || !keyId) return refused('missing_headers');
  // A line break in the nonce would let body bytes pass for nonce bytes.
  if (!/^\d{1,12}$/.test(timestamp) || /[\r\n]/.test(nonce)) return refused('malformed');
  if (signature.startsWith(probePrefix)) return refused('signature_probe');
  const key = findKey(keyId);
  if (key === undefined) return refused('unknown_key');
  const skewSeconds = Math.floor(now.getTime() / 1000) - Number(timestamp);
  if (Math.abs(skewSeconds) > maxSkewSeconds) return refused('stale_timestamp');
  const signed = Buffer.concat([Buffer.from(`${timestamp}\n${nonce}\n`), message.body, Buffer.from('\n')]);
  const genuine = verify('RSA-SHA256', signed, key, Buffer.from(signature, 'base64'));
  return genuine ? { kind: 'genuine' } : refused('bad_signature');
}

const refused = (reason: SignatureRefusal): Verification => ({ kind: 'refused', reason });
