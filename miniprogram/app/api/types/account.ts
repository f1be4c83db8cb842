import type { Instant } from './common';

export type User = {
  readonly id: string;
  readonly nickname: string;
  /** A path on the API's host; null: none is shown. */
  readonly avatar_url: string | null;
  readonly notifications: boolean;
  readonly status: 'active' | 'closing' | 'closed' | 'merged';
  readonly created_at: Instant;
};
export type ProfileWish = { readonly nickname?: string; readonly notifications?: boolean };
export type NoticeKind = 'payment_success' | 'points_low' | 'points_expiring';
export type Subscriptions = {
  readonly notifications: boolean;
  /** How many messages of each the user still takes. */
  readonly templates: readonly {
    readonly kind: NoticeKind;
    readonly template_id: string;
    readonly available: number;
  }[];
};

export type PointsLeft = {
  readonly paid: number;
  readonly bonus: number;
  readonly held: number;
  readonly frozen: number;
};
/** 注销: what stands in the way, and what would be lost. */
export type Closing = {
  readonly status: 'active' | 'closing';
  readonly obstacles: readonly { readonly code: string; readonly detail: string }[];
  readonly points: PointsLeft;
  readonly keys: number;
  readonly closes_after_days: number;
  readonly deletes_at: Instant | null;
};
export type BegunClosing = { readonly status: 'closing'; readonly deletes_at: Instant };
export type CancelledClosing = {
  readonly status: 'active';
  readonly disabled_keys: number;
  readonly notice: string | null;
};
export type NewSession = { readonly token: string; readonly expires_at: Instant; readonly user: User };
export type WebLogin = {
  readonly status: 'waiting' | 'confirmed';
  readonly device: string | null;
  readonly created_at: Instant;
  readonly expires_at: Instant;
};
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
