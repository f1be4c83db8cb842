import type { AppliedPromotion } from './catalog';
import type { Instant } from './common';

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
