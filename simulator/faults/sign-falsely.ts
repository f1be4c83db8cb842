import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { Signer } from '../credentials/keyring.ts';
import { randomDigits, randomText } from '../crypto/random-text.ts';
import { nowSeconds, type SignatureHeaders, signHeaders } from '../pay/sign-headers.ts';

/** Twice the five minutes that a receiver may tolerate. */
const staleSeconds = 600;

let strangerKey: KeyObject | undefined;

/** Made at the first need: a key pair costs a tenth of a second. */
function foreignKey(): KeyObject {
  strangerKey ??= generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  return strangerKey;
}

/** Right in everything but the time. */
export const signStale = (body: string, signer: Signer): SignatureHeaders =>
  signHeaders(body, signer, nowSeconds() - staleSeconds);

/** A right signature, of a key that the receiver has never heard of. */
export const signAsStranger = (body: string): SignatureHeaders =>
  signHeaders(body, { keyId: `PUB_KEY_ID_0${randomDigits(36)}`, privateKey: foreignKey() });

/** Somebody else's signature under WeChat's key id. */
export const forge = (body: string, { keyId }: Signer): SignatureHeaders =>
  signHeaders(body, { keyId, privateKey: foreignKey() });

/** WeChat does this now and then to see whether a merchant verifies at all. */
export const signAsProbe = (body: string, signer: Signer): SignatureHeaders => ({
  ...signHeaders(body, signer),
  'Wechatpay-Signature': `WECHATPAY/SIGNTEST/${randomText(300)}`,
});

/** WeChat's own key, over another body. */
export const signBadly = (body: string, signer: Signer): SignatureHeaders => signHeaders(`${body} `, signer);
