import type { AppAccount } from '../credentials/app-accounts.ts';
import type { PushAccount } from '../credentials/credentials.ts';
import { randomDigits, randomHex } from '../crypto/random-text.ts';
import { nowSeconds } from '../pay/sign-headers.ts';
import { encodeMessage } from './encode-message.ts';
import type { PushMessage, PushTarget } from './push-state.ts';
import { sealMessage } from './seal-message.ts';
import { signParts } from './sign-parts.ts';

/** Ways in which a message comes spoilt, and the way in which it does not. */
export const spoilings = ['none', 'bad_signature', 'tampered', 'stale'] as const;
export type Spoiling = (typeof spoilings)[number];

export type PushRequest = { readonly url: string; readonly contentType: string; readonly body: string };

/** Twice the five minutes that a receiver may tolerate. */
const staleSeconds = 600;

export function withQuery(url: string, query: Readonly<Record<string, string>>): string {
  const target = new URL(url);
  for (const [name, value] of Object.entries(query)) target.searchParams.set(name, value);
  return target.href;
}

function flipOneBit(base64: string): string {
  const bytes = Buffer.from(base64, 'base64');
  const middle = Math.floor(bytes.length / 2);
  bytes.writeUInt8(bytes.readUInt8(middle) ^ 1, middle);
  return bytes.toString('base64');
}

function wrapCipherText(encrypt: string, message: PushMessage, format: 'json' | 'xml'): string {
  return encodeMessage({ ToUserName: message['ToUserName'] ?? '', Encrypt: encrypt }, format);
}

/** Timestamps of signatures are real time, as everywhere: a receiver checks them against its own clock. */
function signedQuery(token: string, message: PushMessage, fault: Spoiling, encrypt: string | null) {
  const timestamp = String(nowSeconds() - (fault === 'stale' ? staleSeconds : 0));
  const nonce = randomDigits(10);
  const signature = (...more: readonly string[]): string =>
    fault === 'bad_signature' ? randomHex(40) : signParts(token, timestamp, nonce, ...more);
  const query = { signature: signature(), timestamp, nonce, openid: String(message['FromUserName']) };
  return encrypt === null ? query : { ...query, encrypt_type: 'aes', msg_signature: signature(encrypt) };
}

/** One delivery as WeChat sends it, with a fresh nonce and cipher text, made wrong in the way that `fault` names. */
export function buildRequest(
  account: AppAccount,
  { token, encodingAesKey }: PushAccount,
  { url, mode, format }: PushTarget,
  message: PushMessage,
  fault: Spoiling,
): PushRequest {
  const text = encodeMessage(message, format);
  const contentType = format === 'json' ? 'application/json' : 'text/xml';
  if (mode === 'plain')
    return { url: withQuery(url, signedQuery(token, message, fault, null)), contentType, body: text };
  const encrypt = sealMessage(text, account.appid, encodingAesKey);
  const sent = fault === 'tampered' ? flipOneBit(encrypt) : encrypt;
  const query = signedQuery(token, message, fault, encrypt);
  return { url: withQuery(url, query), contentType, body: wrapCipherText(sent, message, format) };
}
