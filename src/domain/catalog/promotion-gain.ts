import type { AppliedPromotion } from '../shared/applied-promotion.ts';
import { type Fen, fen } from '../shared/fen.ts';
import type { PromotionId } from '../shared/ids.ts';
import { MOST_POINTS, min, minus, noPoints, type Points, points } from '../shared/points.ts';
import type { Package } from './package.ts';
import type { Promotion, PromotionEffect } from './promotion.ts';

export type QuotedPromotion = AppliedPromotion & { readonly promotionId: PromotionId };

/** What a promotion that applies is worth for this package: a cut or bonus points, either of which may be nothing. */
export function gainOf({ id, code, name, effect, firstPurchaseOnly }: Promotion, offer: Package): QuotedPromotion {
  return {
    ...{ promotionId: id, code, name, kind: effect.kind, firstPurchaseOnly },
    discountFen: cutBy(effect, offer.priceFen),
    // Ledger and JSON hold no more: a bonus that cannot be granted would leave a paid order without its points.
    bonusPoints: min(bonusBy(effect, offer.points), minus(MOST_POINTS, offer.bonusPoints)),
  };
}

function cutBy(effect: PromotionEffect, listPriceFen: Fen): Fen {
  switch (effect.kind) {
    case 'discount':
      return fen(Math.floor((listPriceFen * (100 - effect.payPercent)) / 100));
    case 'amount_off':
      return fen(listPriceFen < effect.minimumFen ? 0 : Math.min(effect.offFen, listPriceFen - 1));
    default:
      return fen(0);
  }
}

function bonusBy(effect: PromotionEffect, paid: Points): Points {
  switch (effect.kind) {
    case 'bonus':
      return effect.points;
    case 'bonus_percent':
      return points((paid * BigInt(effect.percent)) / 100n);
    default:
      return noPoints;
  }
}
