import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { Signer } from '../credentials/keyring.ts';
import { randomDigits, randomText } from '../crypto/random-text.ts';
import { nowSeconds, type SignatureHeaders, signHeaders } from '../pay/sign-headers.ts';

export const faultNames = ['none', 'tampered', 'stale', 'unknown_key', 'probe', 'bad_signature'] as const;
export type FaultName = (typeof faultNames)[number];

export type SignedDelivery = { readonly body: string; readonly headers: SignatureHeaders };

/** Twice the five minutes that a receiver may tolerate. */
const staleSeconds = 600;

function flipOneBit(body: string): string {
  const envelope = JSON.parse(body) as { resource: { ciphertext: string } };
  const bytes = Buffer.from(envelope.resource.ciphertext, 'base64');
  const middle = Math.floor(bytes.length / 2);
  bytes.writeUInt8(bytes.readUInt8(middle) ^ 1, middle);
  return JSON.stringify({ ...envelope, resource: { ...envelope.resource, ciphertext: bytes.toString('base64') } });
}

let strangerKey: KeyObject | undefined;

/** Made at the first need: a key pair costs a tenth of a second. */
function stranger(): Signer {
  strangerKey ??= generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  return { keyId: `PUB_KEY_ID_0${randomDigits(36)}`, privateKey: strangerKey };
}

const deliveries: Readonly<Record<FaultName, (body: string, signer: Signer) => SignedDelivery>> = {
  none: (body, signer) => ({ body, headers: signHeaders(body, signer) }),
  // The signature fits the damaged body, so that only the authentication tag of the cipher can tell.
  tampered: (body, signer) => {
    const damaged = flipOneBit(body);
    return { body: damaged, headers: signHeaders(damaged, signer) };
  },
  stale: (body, signer) => ({ body, headers: signHeaders(body, signer, nowSeconds() - staleSeconds) }),
  unknown_key: (body) => ({ body, headers: signHeaders(body, stranger()) }),
  // WeChat does this now and then to see whether a merchant verifies at all.
  probe: (body, signer) => ({
    body,
    headers: { ...signHeaders(body, signer), 'Wechatpay-Signature': `WECHATPAY/SIGNTEST/${randomText(300)}` },
  }),
  bad_signature: (body, signer) => ({ body, headers: signHeaders(`${body} `, signer) }),
};

/** A fresh timestamp, nonce and signature, made wrong in the way that `fault` names. */
export const signDelivery = (fault: FaultName, body: string, signer: Signer): SignedDelivery =>
  deliveries[fault](body, signer);
