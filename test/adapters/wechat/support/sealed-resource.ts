import { createCipheriv } from 'node:crypto';
import { apiV3Key } from './merchant.ts';

export type SealedResource = {
  readonly algorithm: string;
  readonly ciphertext: string;
  readonly nonce: string;
  readonly associated_data: string;
};

export type SealingOptions = { readonly key?: string; readonly nonce?: string; readonly associatedData?: string };

/** Encrypts as WeChat does: AES-256-GCM, base64 of the cipher text and its tag. */
export function sealResource(plain: string, options: SealingOptions = {}): SealedResource {
  const { key = apiV3Key, nonce = 'pJzPEVj3TKtN', associatedData = 'transaction' } = options;
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(key), Buffer.from(nonce));
  cipher.setAAD(Buffer.from(associatedData));
  const ciphertext = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return {
    algorithm: 'AEAD_AES_256_GCM',
    ciphertext: ciphertext.toString('base64'),
    nonce,
    associated_data: associatedData,
  };
}

/** The base64 text with one bit of its bytes turned over. */
export function flipBit(base64: string, bit: number): string {
  const bytes = Buffer.from(base64, 'base64');
  const index = bit >> 3;
  bytes[index] = (bytes[index] ?? 0) ^ (1 << (bit & 7));
  return bytes.toString('base64');
}
