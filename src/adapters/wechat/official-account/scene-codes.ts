import { z } from 'zod';
import type { LoginCode, SceneCodes } from '../../../domain/identity/scene-codes.ts';
import { Unavailable } from '../../../domain/shared/faults.ts';
import type { WechatApi } from '../api/wechat-api.ts';
import { ExchangeFault } from '../exchange-fault.ts';

const path = '/cgi-bin/qrcode/create';
const codeSchema = z.object({ url: z.string().min(1) });

/** 带参数二维码 of an official account, one that expires. What is drawn is the `url`; WeChat's own picture is not needed. */
export class OfficialAccountCodes implements SceneCodes {
  readonly #api: WechatApi;

  constructor(api: WechatApi) {
    this.#api = api;
  }

  async createLoginCode(scene: string, lifeSeconds: number): Promise<LoginCode> {
    const wanted = { expire_seconds: lifeSeconds, action_name: 'QR_STR_SCENE' };
    const answer = await this.#api.call(path, { ...wanted, action_info: { scene: { scene_str: scene } } });
    const code = codeSchema.safeParse(answer).data;
    if (code) return { kind: 'official_account', content: code.url };
    throw new Unavailable('wechat_api', { cause: new ExchangeFault('unreadable', `${path}: not a code`) });
  }
}
