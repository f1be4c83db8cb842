import { createCipheriv, randomBytes } from 'node:crypto';
import { aesKeyOf, blockBytes } from '../push/open-message.ts';

/** 消息加解密, the other way round: what `openMessage` opens. */
export function sealMessage(message: string, encodingAesKey: string, appid: string): string {
  const key = aesKeyOf(encodingAesKey);
  const content = Buffer.from(message);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  const plain = pad(Buffer.concat([randomBytes(16), length, content, Buffer.from(appid)]));
  return Buffer.concat([cipher.update(plain), cipher.final()]).toString('base64');
}

function pad(bytes: Buffer): Buffer {
  const missing = blockBytes - (bytes.length % blockBytes);
  return Buffer.concat([bytes, Buffer.alloc(missing, missing)]);
}
