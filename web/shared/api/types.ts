// The JSON of the API, as far as these pages read it. test/http/web-types.ts holds it equal to what the server says.

export type Instant = string;

/** Of the web: `off` sells nothing, and `message` says so in Chinese. */
export type Channel = { readonly gateway: 'jsapi' | 'xpay' | 'native' | 'off'; readonly message?: string };
/** `amount` is fen; `credits` are all points, the bonus included. */
export type Package = {
  readonly package_id: string;
  readonly package_name: string;
  /** Null: there is none. */
  readonly package_name_en: string | null;
  readonly description: string;
  readonly description_en: string | null;
  readonly amount: number;
  readonly list_amount: number;
  readonly original_amount: number | null;
  readonly credits: number;
  readonly promotions: readonly string[];
  readonly hot: boolean;
  readonly credits_expire_at: Instant;
};
export type PackageList = { readonly checkout: Channel; readonly packages: readonly Package[] };

export type OrderStatus = 'pending' | 'paid' | 'partly_refunded' | 'refunded' | 'closed';
type OrderFacts = {
  readonly order_id: string;
  readonly out_trade_no: string;
  readonly status: OrderStatus;
  readonly package_id: string;
  readonly package_name: string;
  readonly package_name_en: string | null;
  readonly amount: number;
  readonly credits: number;
  readonly expired_at: Instant;
};
/** Of a query, and of each event of an order. */
export type Order = OrderFacts & {
  readonly transaction_id: string | null;
  readonly paid_at: Instant | null;
  /** Null until it is paid. */
  readonly credits_expire_at: Instant | null;
};
/** With the text of its QR code. */
export type Payment = OrderFacts & { readonly code_url: string; readonly created_at: Instant };

/** What a service has opened for its user. */
export type CheckoutSession = {
  readonly id: string;
  readonly status: 'open' | 'paid' | 'expired';
  /** Their codes. Null: whatever is on sale. */
  readonly package_ids: readonly string[] | null;
  readonly success_url: string | null;
  readonly cancel_url: string | null;
  readonly order_id: string | null;
  readonly expires_at: Instant;
  readonly service_name: string;
};

/** Of a checkout whose hour is over: nothing else is told. */
export type WayBack = Pick<CheckoutSession, 'service_name' | 'cancel_url'>;

export type LoginCode =
  /** A text to draw. */
  | { readonly kind: 'official_account'; readonly content: string }
  /** A picture (PNG). */
  | { readonly kind: 'mini_program'; readonly scene: string; readonly image_base64: string };
export type LoginTicket = {
  readonly id: string;
  readonly browser_secret: string;
  readonly qr: LoginCode;
  readonly expires_at: Instant;
  readonly poll_after_ms: number;
};
export type User = {
  readonly id: string;
  readonly nickname: string;
  readonly avatar_url: string | null;
  readonly notifications: boolean;
  readonly status: 'active' | 'closing' | 'closed' | 'merged';
  readonly created_at: Instant;
};
export type LoginClaim =
  | { readonly status: 'waiting'; readonly poll_after_ms: number }
  | { readonly status: 'signed_in'; readonly token: string; readonly expires_at: Instant; readonly user: User };
