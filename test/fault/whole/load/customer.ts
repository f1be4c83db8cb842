export type OwnKey = {
  readonly id: string;
  readonly token: string;
  /** Somebody has asked for its end: calls are made with it all the same. */
  isEnding: boolean;
};
export type OwnOrder = { readonly id: string; readonly outTradeNo: string; isPaid: boolean; isRefunded: boolean };

/** Somebody with a phone, and what that person has been told. */
export type Customer = {
  readonly name: string;
  /** Without its prefix. */
  readonly user: string;
  readonly token: string;
  readonly openid: string;
  readonly orders: OwnOrder[];
  readonly keys: OwnKey[];
};
