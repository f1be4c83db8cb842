/** What a merchant knows about its WeChat Pay account. */
export type WechatPaySettings = {
  /** https://api.mch.weixin.qq.com, or a simulator. Without a trailing slash. */
  readonly baseUrl: string;
  readonly appid: string;
  readonly mchid: string;
  /** Serial number of the merchant API certificate, upper-case hex. */
  readonly merchantSerial: string;
  readonly merchantPrivateKeyPem: string;
  /** 32 ASCII bytes each; two during a rotation, newest first. */
  readonly apiV3Keys: readonly string[];
  /** The WeChat Pay public key; `id` is `PUB_KEY_ID_…`. The only way of verification that new merchants get. */
  readonly publicKey: { readonly id: string; readonly pem: string } | null;
  /** Fetch platform certificates: for merchants from before the public keys, and during the switch to them. */
  readonly downloadCertificates: boolean;
  /** Public, with a path, without a query string. */
  readonly notifyUrl: string;
  readonly timeoutMs: number;
};

/** Throws at start rather than at the first payment. The text never quotes a secret. */
export function assertUsableApiV3Keys(keys: readonly string[]): void {
  if (keys.length === 0) throw new Error('WeChat Pay: no APIv3 key is configured');
  if (keys.some((key) => Buffer.byteLength(key) !== 32)) throw new Error('WeChat Pay: an APIv3 key has 32 bytes');
}
