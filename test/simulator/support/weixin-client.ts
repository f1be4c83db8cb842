import { createHmac } from 'node:crypto';
import { expect } from 'chai';
import type { Simulator } from '../../../simulator/start-simulator.ts';

export type ApiAnswer = Record<string, unknown>;

const hmac = (key: string, text: string): string => createHmac('sha256', key).update(text).digest('hex');

export type XpayContent = { readonly env: number; readonly [field: string]: unknown };
export type XpayTampering = { readonly paySig?: string; readonly token?: string };

/** A developer's server at api.weixin.qq.com, written against WeChat's description. */
export function weixinClient({ url, credentials }: Pick<Simulator, 'url' | 'credentials'>) {
  const apps = {
    miniprogram: { appid: credentials.appid, secret: credentials.appSecret },
    official: { appid: credentials.officialAccount.appid, secret: credentials.officialAccount.appSecret },
  };
  type App = keyof typeof apps;

  const send = async (method: string, target: string, body?: string): Promise<ApiAnswer> => {
    const response = await fetch(`${url}${target}`, { method, ...(body === undefined ? {} : { body }) });
    expect(response.status, target).to.equal(200);
    return (await response.json()) as ApiAnswer;
  };
  const stableToken = (app: App, changes: object = {}) =>
    send(
      'POST',
      '/cgi-bin/stable_token',
      JSON.stringify({ grant_type: 'client_credential', ...apps[app], ...changes }),
    );
  const token = async (app: App = 'miniprogram') => String((await stableToken(app))['access_token']);
  const xpay = async (name: string, content: XpayContent, tampering: XpayTampering = {}) => {
    const body = JSON.stringify(content);
    const { appKey, sandboxAppKey } = credentials.xpay;
    const paySig = tampering.paySig ?? hmac(content.env === 1 ? sandboxAppKey : appKey, `/xpay/${name}&${body}`);
    const query = new URLSearchParams({ access_token: tampering.token ?? (await token()), pay_sig: paySig });
    return send('POST', `/xpay/${name}?${query}`, body);
  };
  return {
    apps,
    send,
    stableToken,
    token,
    xpay,
    post: async (path: string, content: unknown, app: App = 'miniprogram') =>
      send('POST', `${path}?access_token=${await token(app)}`, JSON.stringify(content)),
    get: async (path: string, query: Record<string, string>, app: App) =>
      send('GET', `${path}?${new URLSearchParams({ access_token: await token(app), ...query })}`),
    plainToken: (app: App) =>
      send('GET', `/cgi-bin/token?${new URLSearchParams({ grant_type: 'client_credential', ...apps[app] })}`),
  };
}
