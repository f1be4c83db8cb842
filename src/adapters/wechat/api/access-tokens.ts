import { z } from 'zod';
import { Unavailable } from '../../../domain/shared/faults.ts';
import { ExchangeFault } from '../exchange-fault.ts';
import { askJson } from './ask-json.ts';

/** An app at WeChat: a mini-program, or an official account. */
export type WechatApp = {
  /** https://api.weixin.qq.com, or a simulator. Without a trailing slash. */
  readonly baseUrl: string;
  readonly appid: string;
  readonly appSecret: string;
  readonly timeoutMs: number;
};

const path = '/cgi-bin/stable_token';
const tokenSchema = z.object({ access_token: z.string().min(1), expires_in: z.int().positive() });
/** From then on WeChat gives a new one, while the old one still works. */
const spareMs = 5 * 60_000;

/**
 * The access token of one app. WeChat gives all processes the same one (stable_token), so that it is asked for here, kept in
 * memory and never stored. One request at a time.
 */
export class AccessTokens {
  readonly #app: WechatApp;
  readonly #now: () => Date;
  #kept: { readonly token: string; readonly untilMs: number } | null = null;
  #underWay: Promise<string> | null = null;

  constructor(app: WechatApp, now: () => Date) {
    this.#app = app;
    this.#now = now;
  }

  get(): Promise<string> {
    if (this.#kept && this.#now().getTime() < this.#kept.untilMs) return Promise.resolve(this.#kept.token);
    return this.#request(false);
  }

  /**
   * Another one in the place of `refused`. Forced only where WeChat itself has nothing else to give: a forced one kills that
   * of every other process, and WeChat allows 20 a day.
   */
  async replace(refused: string): Promise<string> {
    if (this.#kept?.token === refused) this.#kept = null;
    const token = await this.get();
    if (token !== refused) return token;
    this.#kept = null;
    return this.#request(true);
  }

  #request(force: boolean): Promise<string> {
    this.#underWay ??= this.#fetch(force).finally(() => {
      this.#underWay = null;
    });
    return this.#underWay;
  }

  async #fetch(force: boolean): Promise<string> {
    const { baseUrl, appid, appSecret: secret, timeoutMs } = this.#app;
    const askedAtMs = this.#now().getTime();
    const body = JSON.stringify({ grant_type: 'client_credential', appid, secret, force_refresh: force });
    const told = tokenSchema.safeParse(await askJson({ baseUrl, path, body, timeoutMs })).data;
    if (!told) throw new Unavailable('wechat_api', { cause: new ExchangeFault('unreadable', `${path}: not a token`) });
    this.#kept = { token: told.access_token, untilMs: askedAtMs + told.expires_in * 1000 - spareMs };
    return told.access_token;
  }
}
