import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import type { StoredCredentials } from './credentials.ts';

/** Which of WeChat's two identities signs: the WeChat Pay public key, or the older platform certificate. */
export type SigningIdentity = 'public_key' | 'certificate';

export type Signer = {
  /** Value of the `Wechatpay-Serial` header. */
  readonly keyId: string;
  readonly privateKey: KeyObject;
};

export type Keyring = {
  readonly merchantPublicKey: KeyObject;
  readonly signers: Readonly<Record<SigningIdentity, Signer>>;
  /** Signs when a request names no key, and signs notifications. */
  readonly defaultIdentity: SigningIdentity;
};

export function openKeyring({ merchant, platform }: StoredCredentials, defaultIdentity: SigningIdentity): Keyring {
  return {
    merchantPublicKey: createPublicKey(merchant.merchantPrivateKeyPem),
    signers: {
      public_key: { keyId: merchant.publicKeyId, privateKey: createPrivateKey(platform.publicKeyPrivatePem) },
      certificate: {
        keyId: platform.certificateSerial,
        privateKey: createPrivateKey(platform.certificatePrivatePem),
      },
    },
    defaultIdentity,
  };
}

/** The identity that a request's `Wechatpay-Serial` header asks for. */
export function identityFor(keyring: Keyring, requestedKeyId: string | undefined): SigningIdentity {
  const { signers, defaultIdentity } = keyring;
  if (requestedKeyId === signers.public_key.keyId) return 'public_key';
  if (requestedKeyId?.toUpperCase() === signers.certificate.keyId) return 'certificate';
  return defaultIdentity;
}
