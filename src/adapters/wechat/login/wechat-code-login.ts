import { z } from 'zod';
import type { SealSecret } from '../../../application/shared/seal-secret.ts';
import { sealedFor } from '../../../domain/identity/session-key.ts';
import type { WechatLogin, WechatLoginOutcome } from '../../../domain/identity/wechat-login.ts';
import { Unavailable } from '../../../domain/shared/faults.ts';
import { ExchangeFault } from '../exchange-fault.ts';
import { exchange } from '../http-exchange.ts';
import { parseJson } from '../parse-json.ts';
import { WechatLoginError } from './wechat-login-error.ts';

export type WechatCodeLoginSettings = {
  /** https://api.weixin.qq.com, or a simulator. Without a trailing slash. */
  readonly baseUrl: string;
  readonly appid: string;
  readonly appSecret: string;
  readonly timeoutMs: number;
};

const answerSchema = z.object({
  openid: z.string().min(1).optional(),
  unionid: z.string().optional(),
  session_key: z.string().optional(),
  errcode: z.int().optional(),
  errmsg: z.string().optional(),
});

type Code2SessionAnswer = z.infer<typeof answerSchema>;

const maxAnswerBytes = 64 * 1024;
const systemBusy = -1;
const refusals: ReadonlyMap<number, WechatLoginOutcome> = new Map([
  [40029, { kind: 'invalid_code' }],
  [40163, { kind: 'invalid_code' }],
  [40226, { kind: 'user_blocked' }],
  [45011, { kind: 'too_frequent' }],
]);

/** WeChat mini-program, code2Session. The session key leaves this file sealed. */
export class WechatCodeLogin implements WechatLogin {
  readonly #settings: WechatCodeLoginSettings;
  readonly #sealSecret: SealSecret;

  constructor(settings: WechatCodeLoginSettings, sealSecret: SealSecret) {
    this.#settings = settings;
    this.#sealSecret = sealSecret;
  }

  /** Throws `WechatLoginError` for a wrong appid or secret, and for errors that WeChat does not document. */
  async exchangeCode(code: string): Promise<WechatLoginOutcome> {
    const first = await this.#code2Session(code);
    const answer = first.errcode === systemBusy ? await this.#code2Session(code) : first;
    // The status is always 200, and `errcode` is 0 or absent on success: only an openid tells.
    return answer.openid === undefined ? refuse(answer) : this.#recognise(answer.openid, answer);
  }

  #recognise(openid: string, { unionid, session_key: sessionKey }: Code2SessionAnswer): WechatLoginOutcome {
    const { appid } = this.#settings;
    return {
      kind: 'recognised',
      identity: { appid, openid, unionid: unionid || null },
      sessionKey: sessionKey ? this.#sealSecret.seal(sessionKey, sealedFor(appid, openid)) : null,
    };
  }

  // A code works once: after a lost answer, asking again would only earn "code used". So nothing is repeated here.
  async #code2Session(code: string): Promise<Code2SessionAnswer> {
    const { appid, appSecret, baseUrl, timeoutMs } = this.#settings;
    const query = new URLSearchParams({ appid, secret: appSecret, js_code: code, grant_type: 'authorization_code' });
    const url = `${baseUrl}/sns/jscode2session?${query}`;
    try {
      const headers = { Accept: 'application/json' };
      const { status, body } = await exchange({ method: 'GET', url, headers, timeoutMs, maxAnswerBytes });
      const answer = answerSchema.safeParse(parseJson(body.toString('utf8'))).data;
      if (status !== 200 || answer === undefined) throw new ExchangeFault('unreadable', `jscode2session: ${status}`);
      return answer;
    } catch (error) {
      throw new Unavailable('wechat_login', { cause: error });
    }
  }
}

function refuse(answer: Code2SessionAnswer): WechatLoginOutcome {
  const error = new WechatLoginError(answer.errcode, answer.errmsg);
  if (answer.errcode === systemBusy || !answer.errcode) throw new Unavailable('wechat_login', { cause: error });
  const refusal = refusals.get(answer.errcode);
  if (refusal === undefined) throw error;
  return refusal;
}
