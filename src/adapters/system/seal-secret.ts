import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { SealSecret } from '../../application/shared/seal-secret.ts';
import type { SealedText } from '../../domain/shared/sealed-text.ts';

const algorithm = 'aes-256-gcm';
const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;
/** Written before each sealed text, so that another way of sealing can come beside this one. */
const version = '1.';
const purpose = 'hot-seahorse: secrets at rest, 1';

/** AES-256-GCM under a key that is derived from `rootSecret` (HKDF-SHA-256): with another root, nothing opens any more. */
export function sealUnder(rootSecret: string): SealSecret {
  const key = Buffer.from(hkdfSync('sha256', rootSecret, '', purpose, keyBytes));
  return {
    seal: (secret, context) => {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv(algorithm, key, nonce, { authTagLength: tagBytes }).setAAD(Buffer.from(context));
      const sealed = Buffer.concat([nonce, cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return `${version}${sealed.toString('base64url')}` as SealedText;
    },
    open: (sealed, context) => {
      if (!sealed.startsWith(version)) return null;
      const bytes = Buffer.from(sealed.slice(version.length), 'base64url');
      return bytes.length < nonceBytes + tagBytes ? null : open(key, bytes, context);
    },
  };
}

function open(key: Buffer, bytes: Buffer, context: string): string | null {
  try {
    const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, nonceBytes), { authTagLength: tagBytes });
    decipher.setAAD(Buffer.from(context)).setAuthTag(bytes.subarray(-tagBytes));
    return decipher.update(bytes.subarray(nonceBytes, -tagBytes), undefined, 'utf8') + decipher.final('utf8');
  } catch {
    return null;
  }
}
