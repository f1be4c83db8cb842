import { createCipheriv } from 'node:crypto';
import { randomText } from './random-text.ts';

export type SealedResource = {
  readonly algorithm: 'AEAD_AES_256_GCM';
  /** base64 of the cipher text followed by the 16-byte tag. */
  readonly ciphertext: string;
  readonly associated_data: string;
  /** 12 ASCII characters, used as they are. */
  readonly nonce: string;
};

/** AEAD_AES_256_GCM of WeChat Pay API v3; the key is the 32 ASCII characters of the APIv3 key. */
export function sealResource(plainText: string, associatedData: string, apiV3Key: string): SealedResource {
  const nonce = randomText(12);
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(apiV3Key), Buffer.from(nonce), { authTagLength: 16 });
  cipher.setAAD(Buffer.from(associatedData));
  const sealed = Buffer.concat([cipher.update(plainText, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return {
    algorithm: 'AEAD_AES_256_GCM',
    ciphertext: sealed.toString('base64'),
    associated_data: associatedData,
    nonce,
  };
}
