import type { Instant } from './common';

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
