import type { WechatLogin, WechatLoginOutcome } from '../../src/domain/identity/wechat-login.ts';
import { OURS } from './builders.ts';
import { Script } from './script.ts';

/** Every code is the openid of somebody in our app, unless a test says otherwise. */
export class FakeWechatLogin implements WechatLogin {
  readonly answers = new Script<WechatLoginOutcome>();

  exchangeCode(code: string): Promise<WechatLoginOutcome> {
    return this.answers.next(() => ({
      kind: 'recognised',
      identity: { appid: OURS.appid, openid: code, unionid: null },
      sessionKey: null,
    }));
  }
}
