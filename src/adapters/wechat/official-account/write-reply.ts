import { randomInt } from 'node:crypto';
import type { ReplyAddress, WriteFollowerReply } from '../../../domain/identity/follower-message.ts';
import type { PushSettings } from '../push/open-push.ts';
import { signatureOf } from '../push/push-signature.ts';
import { sealMessage } from './seal-message.ts';

/** 被动回复用户消息, in the mode in which messages come: what WeChat sends encrypted, it wants answered so. */
export function replyWriter(settings: PushSettings, now: () => Date = () => new Date()): WriteFollowerReply {
  return (to, text) => {
    const timestamp = String(Math.floor(now().getTime() / 1000));
    const reply = textMessage(to, text, timestamp);
    return settings.aesKey === null ? reply : sealedReply(reply, timestamp, settings.aesKey, settings);
  };
}

const textMessage = ({ openid, account }: ReplyAddress, text: string, createTime: string): string =>
  xml([
    ['ToUserName', cdata(openid)],
    ['FromUserName', cdata(account)],
    ['CreateTime', createTime],
    ['MsgType', cdata('text')],
    ['Content', cdata(text)],
  ]);

function sealedReply(reply: string, timestamp: string, aesKey: string, { appid, token }: PushSettings): string {
  const encrypt = sealMessage(reply, aesKey, appid);
  const nonce = String(randomInt(2 ** 47));
  return xml([
    ['Encrypt', cdata(encrypt)],
    ['MsgSignature', cdata(signatureOf(token, timestamp, nonce, encrypt).toString('hex'))],
    ['TimeStamp', timestamp],
    ['Nonce', cdata(nonce)],
  ]);
}

const xml = (elements: readonly (readonly [name: string, content: string])[]): string =>
  `<xml>${elements.map(([name, content]) => `<${name}>${content}</${name}>`).join('')}</xml>`;

/** A text that contains the end mark is told in two sections. */
const cdata = (text: string): string => `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
