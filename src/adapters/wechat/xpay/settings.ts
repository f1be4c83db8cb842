/** What a mini-program knows about its virtual payment (小程序虚拟支付). */
export type XpaySettings = {
  readonly appid: string;
  readonly offerId: string;
  /** Of the environment: the real one and the sandbox have a key each. */
  readonly appKey: string;
  /** 0: real money. 1: the sandbox, which shares nothing with it. */
  readonly env: 0 | 1;
};

/** Whose payments we can ask about. What the sandbox knows, the real environment has never heard of, and the other way round. */
export const merchantOf = ({ offerId, env }: XpaySettings): string => (env === 0 ? offerId : `${offerId}-sandbox`);
