import { AccessTokens, type WechatApp } from './access-tokens.ts';
import { type ApiAnswer, postJson } from './post-json.ts';
import { WechatApiError } from './wechat-api-error.ts';

type CallOptions = {
  /** Beside the access token. */
  readonly query?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
};

/** What WeChat says of a token that is not, or no longer, the right one. */
const refusesToken: ReadonlySet<number> = new Set([40001, 40014, 42001]);

/** The server interfaces of one app at api.weixin.qq.com. */
export class WechatApi {
  readonly #app: WechatApp;
  readonly #tokens: AccessTokens;

  constructor(app: WechatApp, now: () => Date = () => new Date()) {
    this.#app = app;
    this.#tokens = new AccessTokens(app, now);
  }

  get appid(): string {
    return this.#app.appid;
  }

  /**
   * Posts JSON; a text is sent as it is. Gives what was answered with `errcode` 0. Throws `WechatApiError`, and `Unavailable`
   * where the same call may succeed later. A call whose token was refused has had no effect, and is repeated once.
   */
  async call(path: string, body: object | string, options: CallOptions = {}): Promise<ApiAnswer> {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const token = await this.#tokens.get();
    try {
      return await this.#post(path, text, token, options);
    } catch (error) {
      if (!(error instanceof WechatApiError && refusesToken.has(error.errcode))) throw error;
      return this.#post(path, text, await this.#tokens.replace(token), options);
    }
  }

  #post(path: string, body: string, accessToken: string, { query, timeoutMs }: CallOptions): Promise<ApiAnswer> {
    return postJson({
      baseUrl: this.#app.baseUrl,
      path,
      query: { ...query, access_token: accessToken },
      body,
      timeoutMs: timeoutMs ?? this.#app.timeoutMs,
    });
  }
}
