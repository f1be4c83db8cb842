import type { Fen } from './fen.ts';
import type { Points } from './points.ts';

/** 打折, 满减, bonus points, and a share of the paid points as bonus. */
export const PROMOTION_KINDS = ['discount', 'amount_off', 'bonus', 'bonus_percent'] as const;
export type PromotionKind = (typeof PROMOTION_KINDS)[number];

/** What a promotion did for a purchase: quoted by the catalog, frozen on the order. */
export type AppliedPromotion = {
  readonly code: string;
  readonly name: string;
  readonly kind: PromotionKind;
  readonly firstPurchaseOnly: boolean;
  /** What it takes off the list price. */
  readonly discountFen: Fen;
  /** What it adds to the package's own bonus points. */
  readonly bonusPoints: Points;
};
