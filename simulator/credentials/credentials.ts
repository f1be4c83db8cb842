/** 虚拟支付: each environment has a key of its own. */
export type XpayAccount = { readonly offerId: string; readonly appKey: string; readonly sandboxAppKey: string };

/** 消息推送, the same for the mini-program and the official account. `encodingAesKey` has 43 characters. */
export type PushAccount = { readonly token: string; readonly encodingAesKey: string };

export type OfficialAccount = { readonly appid: string; readonly appSecret: string; readonly originalId: string };

/** What is opened beside WeChat Pay. */
export type ServiceAccounts = {
  readonly xpay: XpayAccount;
  readonly push: PushAccount;
  readonly officialAccount: OfficialAccount;
};

/** What a merchant holds after opening an account: enough to sign requests and to verify WeChat's answers. */
export type SimulatorCredentials = ServiceAccounts & {
  readonly appid: string;
  readonly appSecret: string;
  readonly mchid: string;
  /** Serial of the merchant API certificate, 40 upper-case hex digits. */
  readonly merchantSerial: string;
  readonly merchantPrivateKeyPem: string;
  /** 32 ASCII characters. */
  readonly apiV3Key: string;
  readonly publicKeyId: string;
  /** WeChat Pay public key (SPKI). */
  readonly publicKeyPem: string;
};

/** WeChat's own half, which never leaves the simulator. */
export type PlatformSecrets = {
  readonly publicKeyPrivatePem: string;
  readonly certificatePem: string;
  readonly certificateSerial: string;
  readonly certificatePrivatePem: string;
  /** Milliseconds since the epoch, real time. */
  readonly certificateValidFromMs: number;
  readonly certificateValidUntilMs: number;
};

export type StoredCredentials = { readonly merchant: SimulatorCredentials; readonly platform: PlatformSecrets };
