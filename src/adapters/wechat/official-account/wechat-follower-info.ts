import { z } from 'zod';
import type { FollowerInfo, FollowerLookup } from '../../../domain/identity/follower-message.ts';
import { Unavailable } from '../../../domain/shared/faults.ts';
import type { WechatApi } from '../api/wechat-api.ts';
import { WechatApiError } from '../api/wechat-api-error.ts';
import { ExchangeFault } from '../exchange-fault.ts';

const path = '/cgi-bin/user/info';
const unknownOpenid = 40003;
const answerSchema = z.object({ subscribe: z.union([z.literal(0), z.literal(1)]), unionid: z.string().default('') });

/** Of a follower WeChat tells nothing but who he is: nickname and picture have been empty since the end of 2021. */
export class WechatFollowerInfo implements FollowerInfo {
  readonly #api: WechatApi;

  constructor(api: WechatApi) {
    this.#api = api;
  }

  async find(openid: string): Promise<FollowerLookup> {
    try {
      const answer = answerSchema.safeParse(await this.#api.get(path, { query: { openid, lang: 'zh_CN' } })).data;
      if (!answer) throw new Unavailable('wechat_api', { cause: new ExchangeFault('unreadable', path) });
      return answer.subscribe === 1
        ? { kind: 'following', unionid: answer.unionid || null }
        : { kind: 'not_following' };
    } catch (error) {
      if (error instanceof WechatApiError && error.errcode === unknownOpenid) return { kind: 'not_following' };
      throw error;
    }
  }
}
