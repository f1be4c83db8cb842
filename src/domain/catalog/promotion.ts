import type { Fen } from '../shared/fen.ts';
import type { PromotionId } from '../shared/ids.ts';
import type { Points } from '../shared/points.ts';
import type { Storefront } from './package.ts';

/** What a promotion does. Percentages are whole. */
export type PromotionEffect =
  /** 打折: the buyer pays so much of the list price, 1 to 99; 85 is 八五折. */
  | { readonly kind: 'discount'; readonly payPercent: number }
  /** 满减: from this list price on, so much is taken off. */
  | { readonly kind: 'amount_off'; readonly minimumFen: Fen; readonly offFen: Fen }
  | { readonly kind: 'bonus'; readonly points: Points }
  /** Of the points that are paid for. */
  | { readonly kind: 'bonus_percent'; readonly percent: number };

export type Promotion = {
  readonly id: PromotionId;
  /** The operator's name for it, unique: a catalog file is applied by code. */
  readonly code: string;
  readonly name: string;
  readonly effect: PromotionEffect;
  readonly firstPurchaseOnly: boolean;
  readonly packageCodes: readonly string[] | 'all';
  readonly storefronts: readonly Storefront[];
  readonly startsAt: Date;
  /** Null: runs until it is switched off. */
  readonly endsAt: Date | null;
  readonly enabled: boolean;
  /** For operators. */
  readonly memo: string;
};

/** A promotion without its id: what a catalog file says. */
export type PromotionOffer = Omit<Promotion, 'id'>;

export type PromotionStatus = 'not_started' | 'running' | 'ended' | 'off';

export function promotionStatus({ enabled, startsAt, endsAt }: PromotionOffer, now: Date): PromotionStatus {
  if (!enabled) return 'off';
  if (now < startsAt) return 'not_started';
  return endsAt !== null && endsAt <= now ? 'ended' : 'running';
}

export const isRunningAt = (promotion: PromotionOffer, storefront: Storefront, now: Date): boolean =>
  promotionStatus(promotion, now) === 'running' && promotion.storefronts.includes(storefront);
