import { z } from 'zod';
import type { NicknameVerdict, TextCheck } from '../../../domain/identity/text-check.ts';
import { Unavailable } from '../../../domain/shared/faults.ts';
import type { WechatApi } from '../api/wechat-api.ts';
import { WechatApiError } from '../api/wechat-api-error.ts';
import { ExchangeFault } from '../exchange-fault.ts';

const path = '/wxa/msg_sec_check';
const answerSchema = z.object({ result: z.object({ suggest: z.enum(['pass', 'review', 'risky']) }) });
const version = 2;
/** 资料 */
const profileScene = 1;
/** Not an openid of this mini-program, or of somebody who was not in it within the last two hours. */
const notSeen: ReadonlySet<number> = new Set([40003, 43104, 61010]);

/** msgSecCheck. What WeChat would have a person look at (`review`) is refused: nobody here does. */
export class WechatTextCheck implements TextCheck {
  readonly #api: WechatApi;

  constructor(api: WechatApi) {
    this.#api = api;
  }

  get appid(): string {
    return this.#api.appid;
  }

  async checkNickname(openid: string, nickname: string): Promise<NicknameVerdict> {
    const question = { version, openid, scene: profileScene, content: nickname, nickname };
    try {
      const told = answerSchema.safeParse(await this.#api.call(path, question)).data;
      if (told) return told.result.suggest === 'pass' ? 'pass' : 'refused';
    } catch (error) {
      if (error instanceof WechatApiError && notSeen.has(error.errcode)) return 'user_not_seen';
      throw error;
    }
    throw new Unavailable('wechat_api', { cause: new ExchangeFault('unreadable', `${path}: not an answer`) });
  }
}
