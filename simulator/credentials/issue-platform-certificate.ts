// The certificate library looks for the Reflect metadata API while it loads.
import 'reflect-metadata';
import { type KeyObject, webcrypto } from 'node:crypto';
import { X509CertificateGenerator } from '@peculiar/x509';
import { randomHex } from '../crypto/random-text.ts';

const fiveYearsMs = 5 * 365 * 24 * 3_600_000;
const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };

export type PlatformCertificate = {
  readonly pem: string;
  /** 40 upper-case hex digits. */
  readonly serial: string;
  readonly validFromMs: number;
  readonly validUntilMs: number;
};

type KeyPair = { readonly privateKey: KeyObject; readonly publicKey: KeyObject };

async function importForWebCrypto({ privateKey, publicKey }: KeyPair) {
  const { subtle } = webcrypto;
  return {
    privateKey: await subtle.importKey('pkcs8', privateKey.export({ type: 'pkcs8', format: 'der' }), algorithm, true, [
      'sign',
    ]),
    publicKey: await subtle.importKey('spki', publicKey.export({ type: 'spki', format: 'der' }), algorithm, true, [
      'verify',
    ]),
  };
}

/** A self-signed stand-in for the certificate that WeChat Pay signs with in platform-certificate mode. */
export async function issuePlatformCertificate(keyPair: KeyPair): Promise<PlatformCertificate> {
  // A leading digit below 8 keeps the serial a positive ASN.1 integer of exactly 20 bytes.
  const serial = `7${randomHex(39)}`.toUpperCase();
  const validFromMs = Math.floor(Date.now() / 1000) * 1000;
  const validUntilMs = validFromMs + fiveYearsMs;
  const certificate = await X509CertificateGenerator.createSelfSigned({
    serialNumber: serial,
    name: 'C=CN, O=Tenpay.com, OU=Tenpay.com CA Center, CN=Simulated Tenpay.com sign',
    notBefore: new Date(validFromMs),
    notAfter: new Date(validUntilMs),
    signingAlgorithm: algorithm,
    keys: await importForWebCrypto(keyPair),
  });
  return { pem: certificate.toString('pem'), serial, validFromMs, validUntilMs };
}
