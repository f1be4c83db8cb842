import { createDecipheriv, createHash } from 'node:crypto';

/** 消息推送 as its description has it; nothing here comes from the simulator. */
export const sha1Of = (...parts: string[]): string => createHash('sha1').update(parts.sort().join('')).digest('hex');

export type OpenedPush = { readonly message: string; readonly appid: string };

/** Throws where the padding is not PKCS#7 to 32 bytes. */
export function openPush(encrypt: string, encodingAesKey: string): OpenedPush {
  const key = Buffer.from(`${encodingAesKey}=`, 'base64');
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  const padded = Buffer.concat([decipher.update(encrypt, 'base64'), decipher.final()]);
  const padding = padded.at(-1) ?? 0;
  const isPadding = padded.subarray(-padding).every((byte) => byte === padding);
  if (padded.length % 32 !== 0 || padding < 1 || padding > 32 || !isPadding) throw new Error('wrong padding');
  const plain = padded.subarray(16, -padding);
  const length = plain.readUInt32BE(0);
  return { message: plain.toString('utf8', 4, 4 + length), appid: plain.toString('utf8', 4 + length) };
}

const cdata = /<!\[CDATA\[((?:(?!\]\]>).)*)\]\]>/gs;

/** The text of an element: CDATA sections without anything between them, or what is there. */
export function xmlText(xml: string, name: string): string | undefined {
  const inside = new RegExp(`<${name}>(.*?)</${name}>`, 's').exec(xml)?.[1];
  if (!inside?.startsWith('<![CDATA[')) return inside;
  const sections = [...inside.matchAll(cdata)];
  if (sections.map(([section]) => section).join('') !== inside) throw new Error(`not CDATA alone: ${inside}`);
  return sections.map(([, text]) => text).join('');
}
