import { AccessTokens, type WechatApp } from './access-tokens.ts';
import type { ApiRequest } from './ask.ts';
import { askImage } from './ask-image.ts';
import { type ApiAnswer, askJson } from './ask-json.ts';
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
  call(path: string, body: object | string, options: CallOptions = {}): Promise<ApiAnswer> {
    return this.#withToken(path, bodyText(body), options, askJson);
  }

  /** The same, for what is read. */
  get(path: string, options: CallOptions = {}): Promise<ApiAnswer> {
    return this.#withToken(path, {}, options, askJson);
  }

  /** The same for what is answered with a picture. */
  callForImage(path: string, body: object, options: CallOptions = {}): Promise<Buffer> {
    return this.#withToken(path, bodyText(body), options, askImage);
  }

  async #withToken<T>(
    path: string,
    body: Pick<ApiRequest, 'body'>,
    { query, timeoutMs }: CallOptions,
    send: (request: ApiRequest) => Promise<T>,
  ): Promise<T> {
    const { baseUrl, timeoutMs: usualTimeoutMs } = this.#app;
    const request = { baseUrl, path, ...body, timeoutMs: timeoutMs ?? usualTimeoutMs };
    const sendWith = (token: string) => send({ ...request, query: { ...query, access_token: token } });
    const token = await this.#tokens.get();
    try {
      return await sendWith(token);
    } catch (error) {
      if (!(error instanceof WechatApiError && refusesToken.has(error.errcode))) throw error;
      return sendWith(await this.#tokens.replace(token));
    }
  }
}

const bodyText = (body: object | string) => ({ body: typeof body === 'string' ? body : JSON.stringify(body) });
