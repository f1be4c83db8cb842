import { createCipheriv, randomBytes } from 'node:crypto';

/** PKCS#7, but to blocks of 32 bytes where the cipher's are 16 (消息加解密说明). */
const blockBytes = 32;

function pad(bytes: Buffer): Buffer {
  const missing = blockBytes - (bytes.length % blockBytes);
  return Buffer.concat([bytes, Buffer.alloc(missing, missing)]);
}

/** AES-256-CBC over 16 random bytes, the length of the message in 4 bytes, the message, the appid; in base64. */
export function sealMessage(message: string, appid: string, encodingAesKey: string): string {
  const key = Buffer.from(`${encodingAesKey}=`, 'base64');
  const content = Buffer.from(message);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  const plain = pad(Buffer.concat([randomBytes(16), length, content, Buffer.from(appid)]));
  return Buffer.concat([cipher.update(plain), cipher.final()]).toString('base64');
}
