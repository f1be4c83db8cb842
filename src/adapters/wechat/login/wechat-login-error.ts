/** An error that WeChat answered to a login. Of WeChat's text it keeps only the id that WeChat's support asks for. */
export class WechatLoginError extends Error {
  override readonly name = 'WechatLoginError';
  readonly errcode: number | undefined;
  readonly requestId: string | null;

  constructor(errcode: number | undefined, errmsg = '') {
    super(`WeChat login answered ${errcode ?? 'neither an openid nor an error'}`);
    this.errcode = errcode;
    this.requestId = /\brid: ([\w-]{1,64})/.exec(errmsg)?.[1] ?? null;
  }
}
