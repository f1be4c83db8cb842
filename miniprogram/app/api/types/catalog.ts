import type { Channel, Instant } from './common';

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
