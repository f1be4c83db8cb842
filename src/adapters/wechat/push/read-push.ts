import { createHash } from 'node:crypto';
import type {
  NotificationReading,
  NotificationRefusal,
  RawNotification,
  ReadNotification,
} from '../../../domain/ordering/payment-gateway.ts';
import type { OutTradeNo } from '../../../domain/shared/ids.ts';
import { openMessage } from './open-message.ts';
import { isFresh, isSignedBy } from './push-signature.ts';
import { type PushMessage, readMessage } from './read-message.ts';

/** 消息推送 of an app, as it is set up at WeChat. */
export type PushSettings = {
  readonly appid: string;
  readonly token: string;
  /** EncodingAESKey, 43 characters. Null: messages come in plain (明文模式). */
  readonly aesKey: string | null;
};

const maxBodyBytes = 64 * 1024;

/** Which field names the payment that something has happened to. */
const namingOf: ReadonlyMap<string, string> = new Map([
  ['xpay_goods_deliver_notify', 'outtradeno'],
  ['xpay_refund_notify', 'mchorderid'],
]);

/**
 * Reads what WeChat pushes to a mini-program's server. It is never believed, and only says which payment to ask about: in plain
 * mode the signature does not even cover the body.
 */
export function pushReader(settings: PushSettings, now: () => Date = () => new Date()): ReadNotification {
  return (raw) => readPush(raw, settings, now());
}

/** The checks in this order, nothing parsed before its signature: size, presence, time, signature, then the content. */
function readPush(raw: RawNotification, settings: PushSettings, now: Date): NotificationReading {
  if (raw.body.byteLength > maxBodyBytes) return refused('malformed');
  const { signature, timestamp, nonce, msg_signature: covering } = raw.query ?? {};
  if (!signature || !timestamp || !nonce) return refused('missing_headers');
  if (!isFresh(timestamp, now)) return refused('stale_timestamp');
  if (!isSignedBy(signature, settings.token, timestamp, nonce)) return refused('bad_signature');
  const body = Buffer.from(raw.body).toString('utf8');
  if (settings.aesKey === null) return readContent(body);
  const encrypt = readMessage(body)?.['encrypt'];
  if (!encrypt || !covering) return refused('missing_headers');
  if (!isSignedBy(covering, settings.token, timestamp, nonce, encrypt)) return refused('bad_signature');
  const content = openMessage(encrypt, settings.aesKey, settings.appid);
  return content === undefined ? refused('undecryptable') : readContent(content);
}

function readContent(content: string): NotificationReading {
  const message = readMessage(content);
  if (!message?.['msgtype']) return refused('malformed');
  const event = message['event'] ?? message['msgtype'];
  const naming = namingOf.get(event);
  if (naming === undefined) {
    const digest = createHash('sha256').update(content).digest('hex');
    return { kind: 'other', notificationId: `push ${digest}`, eventType: event.slice(0, 128), content };
  }
  const outTradeNo = message[naming] ?? '';
  if (!/^[\w|*@-]{8,32}$/.test(outTradeNo)) return refused('malformed');
  const notificationId = idOf(event, outTradeNo, message);
  return { kind: 'hint', notificationId, outTradeNo: outTradeNo as OutTradeNo, content };
}

/** The same on each repetition. A second refund of one payment in the same second is another event. */
const idOf = (event: string, outTradeNo: string, message: PushMessage): string =>
  ['push', event, message['openid'], outTradeNo, message['mchrefundid'], message['createtime']]
    .map((part = '') => part.slice(0, 64))
    .join(' ');

const refused = (reason: NotificationRefusal): NotificationReading => ({ kind: 'refused', reason });
