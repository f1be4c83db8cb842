import type { NotificationRefusal, RawNotification } from '../../../domain/ordering/payment-gateway.ts';
import { openMessage } from './open-message.ts';
import { isFresh, isSignedBy } from './push-signature.ts';
import { readMessage } from './read-message.ts';

/** 消息推送 of an app, as it is set up at WeChat. */
export type PushSettings = {
  readonly appid: string;
  readonly token: string;
  /** EncodingAESKey, 43 characters. Null: messages come in plain (明文模式). */
  readonly aesKey: string | null;
};

type PushRefusal = Exclude<NotificationRefusal, 'unknown_key' | 'signature_probe'>;
export type RefusedPush = { readonly kind: 'refused'; readonly reason: PushRefusal };
/** What was signed, or sealed: the text of a message. */
export type OpenedPush =
  | { readonly kind: 'opened'; readonly content: string; readonly timestamp: string; readonly nonce: string }
  | RefusedPush;

const maxBodyBytes = 64 * 1024;

/** The checks in this order, nothing parsed before its signature: size, presence, time, signature, then the cipher text. */
export function openPush(
  { query, body }: Pick<RawNotification, 'query' | 'body'>,
  { appid, token, aesKey }: PushSettings,
  now: Date,
): OpenedPush {
  if (body.byteLength > maxBodyBytes) return refused('malformed');
  const { signature, timestamp, nonce, msg_signature: covering } = query ?? {};
  if (!signature || !timestamp || !nonce) return refused('missing_headers');
  if (!isFresh(timestamp, now)) return refused('stale_timestamp');
  if (!isSignedBy(signature, token, timestamp, nonce)) return refused('bad_signature');
  const text = Buffer.from(body).toString('utf8');
  if (aesKey === null) return { kind: 'opened', content: text, timestamp, nonce };
  const encrypt = readMessage(text)?.['encrypt'];
  if (!encrypt || !covering) return refused('missing_headers');
  if (!isSignedBy(covering, token, timestamp, nonce, encrypt)) return refused('bad_signature');
  const content = openMessage(encrypt, aesKey, appid);
  return content === undefined ? refused('undecryptable') : { kind: 'opened', content, timestamp, nonce };
}

export const refused = (reason: PushRefusal): RefusedPush => ({ kind: 'refused', reason });
