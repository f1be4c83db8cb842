import { generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { randomDigits, randomHex, randomText } from '../crypto/random-text.ts';
import type { PlatformSecrets, ServiceAccounts, SimulatorCredentials, StoredCredentials } from './credentials.ts';
import { issuePlatformCertificate } from './issue-platform-certificate.ts';
import { openServiceAccounts } from './open-service-accounts.ts';

const newRsaKeyPair = () => promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
const privatePem = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();
const publicPem = (key: KeyObject): string => key.export({ type: 'spki', format: 'pem' }).toString();

function merchantAccount(): Omit<
  SimulatorCredentials,
  'merchantPrivateKeyPem' | 'publicKeyPem' | keyof ServiceAccounts
> {
  const mchid = `1${randomDigits(9)}`;
  return {
    appid: `wx${randomHex(16)}`,
    appSecret: randomHex(32),
    mchid,
    merchantSerial: `5${randomHex(39)}`.toUpperCase(),
    apiV3Key: randomText(32),
    publicKeyId: `PUB_KEY_ID_011${mchid}${randomDigits(8)}00000000`,
  };
}

/** One merchant with one mini-program, and WeChat's two signing identities with a key pair each. */
export async function generateCredentials(): Promise<StoredCredentials> {
  const [merchantKeys, publicKeyKeys, certificateKeys] = await Promise.all([
    newRsaKeyPair(),
    newRsaKeyPair(),
    newRsaKeyPair(),
  ]);
  const certificate = await issuePlatformCertificate(certificateKeys);
  const platform: PlatformSecrets = {
    publicKeyPrivatePem: privatePem(publicKeyKeys.privateKey),
    certificatePem: certificate.pem,
    certificateSerial: certificate.serial,
    certificatePrivatePem: privatePem(certificateKeys.privateKey),
    certificateValidFromMs: certificate.validFromMs,
    certificateValidUntilMs: certificate.validUntilMs,
  };
  const merchant = {
    ...merchantAccount(),
    ...openServiceAccounts(),
    merchantPrivateKeyPem: privatePem(merchantKeys.privateKey),
    publicKeyPem: publicPem(publicKeyKeys.publicKey),
  };
  return { merchant, platform };
}
