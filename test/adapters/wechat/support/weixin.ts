import type { WechatApp } from '../../../../src/adapters/wechat/api/access-tokens.ts';
import { WechatApi } from '../../../../src/adapters/wechat/api/wechat-api.ts';
import type { ReceivedRequest, Reply } from './loopback-wechat.ts';
import { plain } from './replies.ts';

/** What api.weixin.qq.com says, always with status 200. */
export const json = (value: unknown): Reply => plain(200, JSON.stringify(value));
export const ok = (content: object = {}): Reply => json({ errcode: 0, errmsg: 'ok', ...content });
export const errcode = (code: number, errmsg = 'refused rid: 65a1-0b2c-77'): Reply => json({ errcode: code, errmsg });
export const aToken = (token: string, expiresIn = 7200): Reply => json({ access_token: token, expires_in: expiresIn });

export const anApp = (change: Partial<WechatApp> = {}): WechatApp => ({
  baseUrl: 'http://127.0.0.1:1',
  appid: 'wx0000000000000001',
  appSecret: '5f3a9c1be0d94e7788aa00112233ffee',
  timeoutMs: 500,
  ...change,
});

export const anApi = (change: Partial<WechatApp> = {}, now?: () => Date): WechatApi =>
  new WechatApi(anApp(change), now);

/** Gives a token to whoever asks for one, and the replies in turn to everything else, the last for ever. */
export function withToken(...replies: Reply[]): Reply {
  let asked = 0;
  return (response, request) => {
    if (request.path.startsWith('/cgi-bin/stable_token')) return aToken('token-1')(response, request);
    const reply = replies[Math.min(asked, replies.length - 1)] as Reply;
    asked += 1;
    reply(response, request);
  };
}

/** The requests without those for a token. */
export const callsAmong = (requests: readonly ReceivedRequest[]): ReceivedRequest[] =>
  requests.filter(({ path }) => !path.startsWith('/cgi-bin/stable_token'));

export const queryOf = ({ path }: ReceivedRequest): Record<string, string> =>
  Object.fromEntries(new URL(path, 'http://weixin').searchParams);
