import type { SealedText } from '../shared/sealed-text.ts';

/** Who someone is at WeChat. `openid` is a person within one `appid`; `unionid` joins the appids of one owner. */
export type WechatIdentity = {
  readonly appid: string;
  readonly openid: string;
  readonly unionid: string | null;
};

export type WechatLoginOutcome =
  | {
      readonly kind: 'recognised';
      readonly identity: WechatIdentity;
      /** Null where WeChat gave none. */
      readonly sessionKey: SealedText | null;
    }
  /** Used, expired or never issued: the client calls `wx.login` again. */
  | { readonly kind: 'invalid_code' }
  /** WeChat judges this user as a high risk (40226). */
  | { readonly kind: 'user_blocked' }
  | { readonly kind: 'too_frequent' };

/** Port. Turns the code of `wx.login` into an identity. Faults are thrown as `Unavailable`, a wrong configuration as the adapter's own error. */
export interface WechatLogin {
  exchangeCode(code: string): Promise<WechatLoginOutcome>;
}
