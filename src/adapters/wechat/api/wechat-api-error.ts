const LONGEST_TEXT = 100;
/** Tokens, secrets and openids are this long or longer, and some errors repeat what they refuse. */
const LOOKS_SECRET = /[\w+/=-]{20,}/g;

/** An error that api.weixin.qq.com answered, and that no repetition of the same request mends. */
export class WechatApiError extends Error {
  override readonly name = 'WechatApiError';
  readonly errcode: number;
  /** WeChat's own words, without anything that may be a secret. */
  readonly text: string;
  /** WeChat's support asks for it. */
  readonly requestId: string | null;

  constructor(path: string, errcode: number, errmsg: string) {
    const text = errmsg
      .replace(/[,\s]*\brid:.*$/s, '')
      .replace(LOOKS_SECRET, '…')
      .slice(0, LONGEST_TEXT);
    super(`WeChat answered ${errcode} to ${path}: ${text || 'no message'}`);
    this.errcode = errcode;
    this.text = text;
    this.requestId = /\brid: ([\w-]{1,64})/.exec(errmsg)?.[1] ?? null;
  }
}
