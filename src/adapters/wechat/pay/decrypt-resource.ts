import { createDecipheriv } from 'node:crypto';
import { z } from 'zod';

export const encryptedResourceSchema = z.object({
  algorithm: z.literal('AEAD_AES_256_GCM'),
  /** Base64 of the cipher text followed by its 16-byte tag. */
  ciphertext: z.string(),
  /** Twelve ASCII characters used as they are: neither hex nor base64. */
  nonce: z.string(),
  associated_data: z.string().nullish(),
});

export type EncryptedResource = Omit<z.infer<typeof encryptedResourceSchema>, 'algorithm'>;

const tagBytes = 16;
const nonceBytes = 12;

/**
 * WeChat Pay API v3, AEAD_AES_256_GCM. The plain text under the first APIv3 key that authenticates it, or `undefined`.
 * wechatpay-node-v3's `decipher_gcm` is not used: it never calls `final()`, so a changed bit (of an amount, say) and even
 * a wrong key go unnoticed.
 */
export function decryptResource(resource: EncryptedResource, apiV3Keys: readonly string[]): string | undefined {
  const sealed = Buffer.from(resource.ciphertext, 'base64');
  const nonce = Buffer.from(resource.nonce);
  if (sealed.length < tagBytes || nonce.length !== nonceBytes) return undefined;
  const associatedData = Buffer.from(resource.associated_data ?? '');
  for (const key of apiV3Keys) {
    const plain = open(sealed, Buffer.from(key), nonce, associatedData);
    if (plain !== undefined) return plain.toString('utf8');
  }
  return undefined;
}

function open(sealed: Buffer, key: Buffer, nonce: Buffer, associatedData: Buffer): Buffer | undefined {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes });
    decipher.setAAD(associatedData);
    decipher.setAuthTag(sealed.subarray(-tagBytes));
    // `final()` is what compares the tag; before it, nothing may be believed.
    return Buffer.concat([decipher.update(sealed.subarray(0, -tagBytes)), decipher.final()]);
  } catch {
    return undefined;
  }
}
