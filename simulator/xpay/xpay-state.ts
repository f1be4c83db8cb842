/** 0 is the real thing, 1 the sandbox; the two share nothing but the numbers of orders. */
export type Env = 0 | 1;

/** Amounts are fen. Times ending in `AtMs` are milliseconds since the epoch in business time. */
export type PlacedXpayOrder = {
  readonly outTradeNo: string;
  readonly wxOrderId: string;
  readonly openid: string;
  readonly env: Env;
  /** As it was signed; a repetition must equal it. */
  readonly signData: string;
  readonly productId: string;
  readonly quantity: number;
  readonly feeFen: number;
  readonly attach: string;
  readonly createdAtMs: number;
};

export type XpayPayment = {
  /** 商户单号 and 交易单号 on the payer's receipt. */
  readonly channelOrderId: string;
  readonly wxpayOrderId: string;
  readonly couponFen: number;
  readonly paidFen: number;
  readonly paidAtMs: number;
  readonly deliveryId: string;
};

export type XpayOrder = PlacedXpayOrder & {
  readonly payment: XpayPayment | null;
  readonly cancelledAtMs: readonly number[];
  /** Told by `notify_provide_goods`; a good answer to the push counts as well. */
  readonly providedAtMs: number | null;
  readonly leftFen: number;
};

export type XpayRefund = {
  readonly refundOrderId: string;
  readonly wxOrderId: string;
  readonly wxpayRefundId: string;
  readonly outTradeNo: string;
  readonly by: 'merchant' | 'apple' | 'console';
  readonly feeFen: number;
  readonly bizMeta: string;
  readonly requestedAtMs: number;
  readonly settlesAtMs: number;
  /** What the plan of that moment has in store for it. */
  readonly planned: RefundOutcome;
  readonly outcome: RefundOutcome | null;
  readonly deliveryId: string | null;
};

export type RefundOutcome = 'refunded' | 'failed';
export type RefundPlan = { readonly delaySeconds: number; readonly outcome: RefundOutcome };

export type Goods = {
  readonly productId: string;
  readonly priceFen: number;
  readonly uploadedAtMs: number;
  readonly publishedAtMs: number | null;
};

export type UploadItem = {
  readonly id: string;
  readonly name: string;
  readonly price: number;
  readonly remark: string;
  readonly item_url: string;
};

/** 1: there is one of that id already; 2: done; 3: failed. */
export type ItemStatus = 1 | 2 | 3;
export type GoodsTask<Item> = {
  readonly items: readonly { readonly item: Item; readonly status: ItemStatus }[];
  readonly doneAtMs: number;
};
export type PublishItem = { readonly id: string };

export type XpayBill = {
  readonly token: string;
  readonly env: Env;
  /** `yyyyMMdd`, both inclusive. */
  readonly beginDay: string;
  readonly endDay: string;
  readonly readyAtMs: number;
};

export type XpayWorld = {
  readonly orders: Map<string, XpayOrder>;
  readonly orderByWxOrder: Map<string, string>;
  readonly refunds: Map<string, XpayRefund>;
  readonly refundByWxOrder: Map<string, string>;
  /** Refunds that are under way. */
  readonly unsettled: Set<string>;
  refundPlan: RefundPlan;
  readonly goods: Map<string, Goods>;
  goodsDelaySeconds: number;
  readonly uploads: Map<Env, GoodsTask<UploadItem>>;
  readonly publications: Map<Env, GoodsTask<PublishItem>>;
  readonly bills: Map<string, XpayBill>;
};

export const emptyXpay = (): XpayWorld => ({
  orders: new Map(),
  orderByWxOrder: new Map(),
  refunds: new Map(),
  refundByWxOrder: new Map(),
  unsettled: new Set(),
  refundPlan: { delaySeconds: 60, outcome: 'refunded' },
  goods: new Map(),
  goodsDelaySeconds: 30 * 60,
  uploads: new Map(),
  publications: new Map(),
  bills: new Map(),
});

export const goodsKey = (env: Env, productId: string): string => `${env} ${productId}`;
