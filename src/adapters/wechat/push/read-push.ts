import { createHash } from 'node:crypto';
import type { NotificationReading, ReadNotification } from '../../../domain/ordering/payment-gateway.ts';
import type { OutTradeNo } from '../../../domain/shared/ids.ts';
import { openPush, type PushSettings, refused } from './open-push.ts';
import { type PushMessage, readMessage } from './read-message.ts';

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
  return (raw) => {
    const opened = openPush(raw, settings, now());
    return opened.kind === 'opened' ? readContent(opened.content) : opened;
  };
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
