// The JSON of /api/v1. test/http/mini-program-types.ts holds it equal to what the server says.

export type Instant = string;
export type Gateway = 'jsapi' | 'xpay' | 'native' | 'off';
/** On `off` nothing is sold: no price, no button to buy, no hint to another way. `message` is what may be said. */
export type Channel = { readonly gateway: Gateway; readonly message?: string };

export type User = { readonly id: string; readonly nickname: string; readonly created_at: Instant };
export type NewSession = { readonly token: string; readonly expires_at: Instant; readonly user: User };
export type SessionItem = {
  readonly id: string;
  readonly kind: 'mini_program' | 'web' | 'checkout';
  readonly device: string | null;
  readonly current: boolean;
  readonly created_at: Instant;
  readonly last_used_at: Instant;
  readonly expires_at: Instant;
};

export type Balance = {
  readonly available: number;
  readonly next_expiry: { readonly points: number; readonly expires_at: Instant } | null;
};

export type AppliedPromotion = {
  readonly code: string;
  readonly name: string;
  readonly kind: PromotionKind;
  readonly first_purchase_only: boolean;
  readonly discount_fen: number;
  readonly bonus_points: number;
};
export type PromotionKind = 'discount' | 'amount_off' | 'bonus' | 'bonus_percent';
export type Promotion = {
  readonly code: string;
  readonly name: string;
  /** For a banner, such as 首充加赠10%积分. */
  readonly text: string;
  readonly kind: PromotionKind;
  readonly first_purchase_only: boolean;
  readonly packages: 'all' | readonly string[];
  readonly starts_at: Instant;
  readonly ends_at: Instant | null;
};
export type PromotionList = { readonly checkout: Channel; readonly promotions: readonly Promotion[] };

export type Validity =
  | { readonly kind: 'days'; readonly days: number }
  | { readonly kind: 'months'; readonly months: number }
  | { readonly kind: 'until'; readonly until: Instant };
export type Package = {
  readonly id: string;
  readonly code: string;
  readonly product: { readonly code: string; readonly name: string; readonly type: 'points' | 'package' };
  readonly name: string;
  readonly description: string;
  readonly price_fen: number;
  readonly list_price_fen: number;
  readonly original_price_fen: number | null;
  readonly points: number;
  readonly bonus_points: number;
  readonly promotions: readonly AppliedPromotion[];
  readonly hot: boolean;
  readonly validity: Validity;
  readonly points_expire_at: Instant;
};
export type PackageList = { readonly checkout: Channel; readonly packages: readonly Package[] };
export type Quote = {
  readonly package_id: string;
  readonly package_name: string;
  readonly list_price_fen: number;
  readonly discount_fen: number;
  readonly amount_fen: number;
  readonly points: number;
  readonly bonus_points: number;
  readonly promotions: readonly AppliedPromotion[];
  readonly validity: Validity;
  readonly points_expire_at: Instant;
};

export type ApiStatus = 'normal' | 'degraded' | 'maintenance';
export type ApiPrice = {
  readonly points_per_call: number;
  readonly price_version: number;
  readonly effective_from: Instant;
};
export type SoldApi = ApiPrice & {
  readonly code: string;
  readonly name: string;
  readonly path: string;
  readonly next_price: ApiPrice | null;
  readonly status: ApiStatus;
  /** While the status is not normal, such as 图片识别接口临时维护中. */
  readonly notice: string;
};
export type ApiList = { readonly apis: readonly SoldApi[] };

export type OrderStatus = 'pending' | 'paid' | 'partly_refunded' | 'refunded' | 'closed';
export type Order = {
  readonly id: string;
  readonly out_trade_no: string;
  readonly status: OrderStatus;
  readonly package_id: string;
  readonly package_name: string;
  readonly list_price_fen: number;
  readonly amount_fen: number;
  readonly points: number;
  readonly bonus_points: number;
  readonly promotions: readonly AppliedPromotion[];
  readonly placed_at: Instant;
  readonly expires_at: Instant;
  readonly paid_at: Instant | null;
  readonly points_expire_at: Instant | null;
  readonly transaction_id: string | null;
  readonly refunded_fen: number;
};
export type JsapiParams = {
  readonly appId: string;
  readonly timeStamp: string;
  readonly nonceStr: string;
  readonly package: string;
  readonly signType: 'RSA';
  readonly paySign: string;
};
export type VirtualPaymentParams = {
  readonly signData: string;
  readonly paySig: string;
  readonly signature: string;
  readonly mode: 'short_series_goods';
};
export type Checkout =
  | { readonly gateway: 'jsapi'; readonly params: JsapiParams }
  | { readonly gateway: 'xpay'; readonly params: VirtualPaymentParams }
  | { readonly gateway: 'native'; readonly code_url: string };
export type PlacedOrder = { readonly order: Order; readonly checkout: Checkout };
export type OrderPage = { readonly orders: readonly Order[]; readonly next_cursor: string | null };

export type KeyStatus = 'active' | 'disabled' | 'expired' | 'rotated' | 'exhausted';
export type KeyScope = 'all' | readonly string[];
export type RateLimit = { readonly calls: number; readonly seconds: number };
export type ApiKey = {
  readonly id: string;
  readonly name: string;
  /** The end of the token. */
  readonly hint: string;
  readonly status: KeyStatus;
  readonly scope: KeyScope;
  readonly networks: readonly string[] | null;
  readonly rate_limit: RateLimit | null;
  readonly daily_budget: number | null;
  readonly total_budget: number | null;
  readonly spendable_points: number;
  readonly calls_today: number;
  readonly points_today: number;
  readonly points_total: number;
  readonly last_used_at: Instant | null;
  readonly created_at: Instant;
  readonly expires_at: Instant;
  readonly successor_id: string | null;
};
/** Shown once: nobody, we included, can show it again. */
export type NewApiKey = ApiKey & { readonly token: string };
export type RotatedApiKey = NewApiKey & { readonly earlier: { readonly id: string; readonly expires_at: Instant } };
export type ApiKeyList = { readonly api_keys: readonly ApiKey[] };
export type KeyTerms = {
  readonly name?: string;
  readonly scope?: KeyScope;
  readonly networks?: readonly string[] | null;
  readonly rate_limit?: RateLimit | null;
  readonly daily_budget?: number | null;
  readonly total_budget?: number | null;
};
export type KeyLifetime = 1 | 3 | 6 | 12;
export type KeyWish = KeyTerms & { readonly name: string; readonly lifetime_months?: KeyLifetime };

export type EntryKind =
  | ('grant' | 'consume' | 'reverse' | 'hold' | 'release' | 'freeze' | 'claw_back' | 'expire')
  | ('credit' | 'debit');
export type StatementReason =
  | { readonly kind: 'order'; readonly order_id: string; readonly out_trade_no: string | null }
  | { readonly kind: 'refund'; readonly refund_id: string; readonly out_refund_no: string | null }
  | {
      readonly kind: 'call';
      readonly api: string;
      readonly api_name: string | null;
      readonly quantity: number;
      readonly key_id: string;
      readonly key_name: string | null;
    }
  | { readonly kind: 'adjustment'; readonly text: string };
export type StatementLine = {
  readonly seq: number;
  readonly kind: EntryKind;
  readonly title: string;
  readonly points: number;
  readonly balance_after: number;
  readonly at: Instant;
  readonly reason: StatementReason | null;
};
export type StatementPage = { readonly lines: readonly StatementLine[]; readonly next_cursor: string | null };
export type Expiring = {
  readonly days: number;
  readonly points: number;
  readonly lots: readonly { readonly kind: 'paid' | 'bonus'; readonly points: number; readonly expires_at: Instant }[];
};

export type CallSummary = {
  readonly days: number;
  /** The first day, in Beijing: 2026-01-31. */
  readonly from: string;
  readonly calls: number;
  readonly points: number;
  readonly points_returned: number;
  readonly usage: readonly DayOfCalls[];
};
export type DayOfCalls = {
  readonly day: string;
  readonly api: string;
  readonly api_name: string | null;
  readonly calls: number;
  readonly points: number;
  readonly points_returned: number;
};
export type RefusedCalls = {
  readonly api: string;
  readonly api_name: string | null;
  readonly key_id: string;
  readonly key_name: string | null;
  readonly code: string;
  readonly reason: string;
  readonly calls: number;
  readonly first_at: Instant;
  readonly last_at: Instant;
};
export type RefusedPage = { readonly refused: readonly RefusedCalls[]; readonly next_cursor: string | null };

export type TitleDetails = {
  readonly kind: 'personal' | 'company';
  readonly name: string;
  readonly email: string;
  readonly taxpayer_number: string | null;
  readonly bank_name: string | null;
  readonly bank_account: string | null;
  readonly address: string | null;
  readonly phone: string | null;
};
export type InvoiceTitle = TitleDetails & {
  readonly id: string;
  readonly is_default: boolean;
  readonly created_at: Instant;
};
export type TitleList = { readonly invoice_titles: readonly InvoiceTitle[] };
export type TitleWish =
  | { readonly kind: 'personal'; readonly name: string; readonly email: string; readonly is_default?: boolean }
  | {
      readonly kind: 'company';
      readonly name: string;
      readonly email: string;
      readonly taxpayer_number: string;
      readonly is_default?: boolean;
      readonly bank_name?: string | null;
      readonly bank_account?: string | null;
      readonly address?: string | null;
      readonly phone?: string | null;
    };
export type InvoiceStatus = 'requested' | 'rejected' | 'cancelled' | 'issued' | 'red_letter_due' | 'red_lettered';
export type Invoice = {
  readonly id: string;
  readonly order_id: string;
  readonly status: InvoiceStatus;
  readonly package_name: string;
  readonly amount_fen: number;
  readonly title: TitleDetails;
  readonly requested_at: Instant;
  readonly reason: string | null;
  readonly rejected_at: Instant | null;
  readonly cancelled_at: Instant | null;
  readonly cancelled_by: 'user' | 'refund' | null;
  readonly number: string | null;
  readonly download_url: string | null;
  readonly issued_at: Instant | null;
  readonly refunded_fen: number;
  readonly red_letter_fen: number | null;
  readonly red_letter_number: string | null;
  readonly red_lettered_at: Instant | null;
};
export type InvoicePage = { readonly invoices: readonly Invoice[]; readonly next_cursor: string | null };
export type InvoiceSummary = {
  readonly requestable_orders: number;
  readonly requestable_fen: number;
  readonly requested: number;
  readonly issued: number;
};
export type InvoiceableOrder = {
  readonly order_id: string;
  readonly package_name: string;
  readonly amount_fen: number;
  readonly refunded_fen: number;
  readonly requestable_fen: number;
  readonly paid_at: Instant;
};
export type InvoiceableOrders = { readonly orders: readonly InvoiceableOrder[]; readonly next_cursor: string | null };
