import type { LoginCode, SceneCodes } from '../../../domain/identity/scene-codes.ts';
import type { WechatApi } from '../api/wechat-api.ts';

const path = '/wxa/getwxacodeunlimit';
const page = 'pages/web-login/web-login';

/** 小程序码 without a limit of their number. They live for ever: how long one is good for, the scene's owner decides. */
export class MiniProgramCodes implements SceneCodes {
  readonly #api: WechatApi;

  constructor(api: WechatApi) {
    this.#api = api;
  }

  /** `check_path: false`: a version of the mini-program that has the page need not be released yet. */
  async createLoginCode(scene: string): Promise<LoginCode> {
    const image = await this.#api.callForImage(path, { scene, page, check_path: false });
    return { kind: 'mini_program', image };
  }
}
