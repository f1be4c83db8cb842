import { createDecipheriv } from 'node:crypto';

const randomBytes = 16;
const lengthBytes = 4;
const mostPadding = 32;

/** What `sealMessage` seals. Undefined where it was sealed otherwise, or for another app. */
export function unsealMessage(encrypt: string, appid: string, encodingAesKey: string): string | undefined {
  const key = Buffer.from(`${encodingAesKey}=`, 'base64');
  const sealed = Buffer.from(encrypt, 'base64');
  if (sealed.length === 0 || sealed.length % mostPadding !== 0) return undefined;
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  const padded = Buffer.concat([decipher.update(sealed), decipher.final()]);
  const padding = padded.at(-1) ?? 0;
  if (padding < 1 || padding > mostPadding || !padded.subarray(-padding).every((byte) => byte === padding)) {
    return undefined;
  }
  const plain = padded.subarray(randomBytes, -padding);
  if (plain.length < lengthBytes) return undefined;
  const end = lengthBytes + plain.readUInt32BE(0);
  return plain.toString('utf8', end) === appid ? plain.toString('utf8', lengthBytes, end) : undefined;
}
