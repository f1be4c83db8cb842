// The certificate library looks for the Reflect metadata API while it loads.
import 'reflect-metadata';
import { KeyObject, webcrypto } from 'node:crypto';
import { cryptoProvider, X509CertificateGenerator } from '@peculiar/x509';
import type { SigningKey } from './merchant.ts';
import { type SealingOptions, sealResource } from './sealed-resource.ts';

export type PlatformCertificate = SigningKey & { readonly pem: string };

const algorithm = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  modulusLength: 2048,
  publicExponent: new Uint8Array([1, 0, 1]),
};
const dayMs = 24 * 60 * 60 * 1000;

export type Validity = { readonly from: Date; readonly to: Date };
export const validFor = (days: number): Validity => ({
  from: new Date(Date.now() - dayMs),
  to: new Date(Date.now() + days * dayMs),
});

export async function aPlatformCertificate(serial: string, validity = validFor(365)): Promise<PlatformCertificate> {
  cryptoProvider.set(webcrypto as unknown as Parameters<typeof cryptoProvider.set>[0]);
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    serialNumber: serial,
    name: 'CN=Tenpay.com sign',
    notBefore: validity.from,
    notAfter: validity.to,
    signingAlgorithm: algorithm,
    keys,
  });
  return { keyId: serial, privateKey: KeyObject.from(keys.privateKey), pem: certificate.toString('pem') };
}

/** The answer to GET /v3/certificates. */
export function certificateList(certificates: readonly PlatformCertificate[], sealing: SealingOptions = {}): unknown {
  return {
    data: certificates.map((certificate) => ({
      serial_no: certificate.keyId,
      effective_time: '2018-06-08T10:34:56+08:00',
      expire_time: '2030-06-08T10:34:56+08:00',
      encrypt_certificate: sealResource(certificate.pem, { associatedData: 'certificate', ...sealing }),
    })),
  };
}
