import type { PushEvent } from '../push/compose-push.ts';
import type { PushMessage } from '../push/push-state.ts';

/** The sender of these messages is WeChat itself, not the payer: the payer is in `OpenId`. */
const wechat = 'o0eKa5e1Y1eY0u3aRcRYx0fWeChat';

export const pushedByXpay = (event: string, fields: PushMessage, atMs: number): PushEvent => ({
  app: 'miniprogram',
  event,
  fromUserName: wechat,
  fields,
  atMs,
});
