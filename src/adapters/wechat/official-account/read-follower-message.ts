import { createHash } from 'node:crypto';
import type { FollowerEvent } from '../../../domain/identity/follower.ts';
import type { MessageReading, ReadFollowerMessage, Stamp } from '../../../domain/identity/follower-message.ts';
import { openPush, type PushSettings, refused } from '../push/open-push.ts';
import { type PushMessage, readMessage } from '../push/read-message.ts';

const KIND_OF: ReadonlyMap<string, FollowerEvent['kind']> = new Map([
  ['subscribe', 'subscribe'],
  ['unsubscribe', 'unsubscribe'],
  ['scan', 'scan'],
]);
/** Before the scene, where a scan has made somebody follow. */
const ARRIVED_BY = 'qrscene_';
const OPENID = /^[\w-]{1,128}$/;
const ACCOUNT = /^[\w-]{1,64}$/;
const SECONDS = /^\d{1,10}$/;
const SCENE = /^[^\p{Cc}\p{Cs}]{1,64}$/u;
const NONCE = /^[\x21-\x7e]{1,128}$/;

/**
 * Reads what WeChat pushes to the address of the official account (服务器配置). In plain mode the signature does not cover the
 * message, so that a stamp may serve for one message only: that is for the caller to remember.
 */
export function followerMessageReader(settings: PushSettings, now: () => Date = () => new Date()): ReadFollowerMessage {
  return (raw) => {
    const opened = openPush(raw, settings, now());
    if (opened.kind === 'refused') return opened;
    const stamp = { signedAt: opened.timestamp, nonce: opened.nonce };
    const message = readMessage(opened.content);
    if (!message?.['msgtype'] || !NONCE.test(stamp.nonce)) return refused('malformed');
    return readContent(message, opened.content, settings.appid, stamp);
  };
}

function readContent(message: PushMessage, content: string, appid: string, stamp: Stamp): MessageReading {
  const { msgtype, event = '', fromusername: openid = '', tousername: account = '', createtime = '' } = message;
  const kind = msgtype === 'event' ? KIND_OF.get(event.toLowerCase()) : undefined;
  if (kind === undefined) return { kind: 'other', messageKey: keyOfOther(message, content), stamp };
  if (!OPENID.test(openid) || !ACCOUNT.test(account) || !SECONDS.test(createtime)) return refused('malformed');
  const key = message['eventkey'] ?? '';
  return {
    kind: 'event',
    messageKey: digest('event', appid, openid, createtime, kind, key),
    stamp,
    event: { kind, appid, openid, scene: sceneOf(kind, key), occurredAt: new Date(Number(createtime) * 1000) },
    replyTo: { openid, account },
  };
}

/** Other keys than scenes come too, such as the number of the payment after which somebody began to follow. */
function sceneOf(kind: FollowerEvent['kind'], key: string): string | null {
  const scene = kind === 'scan' ? key : key.startsWith(ARRIVED_BY) ? key.slice(ARRIVED_BY.length) : '';
  return SCENE.test(scene) ? scene : null;
}

/** Messages have an id, other events what they say. */
const keyOfOther = ({ msgid, fromusername = '' }: PushMessage, content: string): string =>
  msgid ? digest('message', fromusername, msgid) : digest('other', content);

const digest = (...parts: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex');
