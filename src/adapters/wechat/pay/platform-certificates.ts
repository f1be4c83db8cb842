import { type KeyObject, X509Certificate } from 'node:crypto';
import { z } from 'zod';
import { ExchangeFault } from '../exchange-fault.ts';
import { parseJson } from '../parse-json.ts';
import { decryptResource, encryptedResourceSchema } from './decrypt-resource.ts';

/** A platform certificate's key, and the time in which WeChat may sign with it. */
export type PlatformCertificate = { readonly key: KeyObject; readonly validFrom: Date; readonly validTo: Date };
/** By serial number in upper case. */
export type PlatformCertificates = ReadonlyMap<string, PlatformCertificate>;

const listSchema = z.object({
  data: z.array(z.object({ serial_no: z.string().min(1), encrypt_certificate: encryptedResourceSchema })).min(1),
});

export const isValidAt = (certificate: PlatformCertificate, now: Date): boolean =>
  certificate.validFrom <= now && now <= certificate.validTo;

/** The body of GET /v3/certificates, decrypted. Throws `ExchangeFault` unless every certificate can be read. */
export function readCertificates(body: Buffer, apiV3Keys: readonly string[]): PlatformCertificates {
  const list = listSchema.safeParse(parseJson(body.toString('utf8'))).data;
  if (list === undefined) throw new ExchangeFault('unreadable', 'not a list of certificates');
  return new Map(
    list.data.map((item) => {
      const pem = decryptResource(item.encrypt_certificate, apiV3Keys);
      if (pem === undefined) throw new ExchangeFault('unreadable', 'no APIv3 key decrypts the certificates');
      return [item.serial_no.toUpperCase(), readCertificate(pem)];
    }),
  );
}

function readCertificate(pem: string): PlatformCertificate {
  try {
    const { publicKey, validFrom, validTo } = new X509Certificate(pem);
    return { key: publicKey, validFrom: new Date(validFrom), validTo: new Date(validTo) };
  } catch {
    throw new ExchangeFault('unreadable', 'a platform certificate is not a certificate');
  }
}
