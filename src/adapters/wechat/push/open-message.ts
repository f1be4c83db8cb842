import { createDecipheriv } from 'node:crypto';

/** PKCS#7, but to blocks of 32 bytes: Node's own padding knows the 16 of the cipher only. */
export const blockBytes = 32;
const randomBytes = 16;
const lengthBytes = 4;

export const isEncodingAesKey = (text: string): boolean => /^[0-9A-Za-z]{43}$/.test(text);

export const aesKeyOf = (encodingAesKey: string): Buffer => Buffer.from(`${encodingAesKey}=`, 'base64');

/**
 * 消息加解密: 16 random bytes, the length of the message, the message, the appid. `undefined` unless all of it is right. Nothing in
 * it is authenticated: to be called on what `msg_signature` covers.
 */
export function openMessage(encrypt: string, encodingAesKey: string, appid: string): string | undefined {
  const plain = unpad(decrypt(Buffer.from(encrypt, 'base64'), aesKeyOf(encodingAesKey)));
  if (plain === undefined || plain.length < randomBytes + lengthBytes) return undefined;
  const start = randomBytes + lengthBytes;
  const end = start + plain.readUInt32BE(randomBytes);
  // Sealed for another app of the same owner, with the same key perhaps.
  if (end > plain.length || plain.toString('utf8', end) !== appid) return undefined;
  return plain.toString('utf8', start, end);
}

function decrypt(sealed: Buffer, key: Buffer): Buffer {
  if (sealed.length === 0 || sealed.length % blockBytes !== 0) return Buffer.alloc(0);
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([decipher.update(sealed), decipher.final()]);
}

function unpad(padded: Buffer): Buffer | undefined {
  const padding = padded.at(-1) ?? 0;
  if (padding < 1 || padding > blockBytes) return undefined;
  return padded.subarray(-padding).every((byte) => byte === padding) ? padded.subarray(0, -padding) : undefined;
}
