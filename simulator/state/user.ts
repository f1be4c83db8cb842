/** A person with WeChat on the phone, known to the control API by a name. */
export type User = {
  readonly name: string;
  readonly openid: string;
  /** Null while the mini-program is not bound to an Open Platform account for this user. */
  readonly unionid: string | null;
  /** WeChat judges the user as high risk: code2Session answers 40226. */
  readonly blocked: boolean;
  /** code2Session answers 45011. */
  readonly rateLimited: boolean;
};

export type LoginCode = {
  readonly code: string;
  readonly userName: string;
  /** A new `wx.login` brings a new one: 16 bytes in base64. */
  readonly sessionKey: string;
  readonly issuedAtMs: number;
  readonly used: boolean;
};
