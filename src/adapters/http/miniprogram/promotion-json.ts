import type { Promotion, PromotionEffect } from '../../../domain/catalog/promotion.ts';
import type { AppliedPromotion } from '../../../domain/shared/applied-promotion.ts';
import type { Fen } from '../../../domain/shared/fen.ts';
import { wholeNumber } from '../whole-number.ts';

/** For a banner. */
export const promotionJson = (promotion: Promotion) => ({
  code: promotion.code,
  name: promotion.name,
  text: textOf(promotion),
  kind: promotion.effect.kind,
  first_purchase_only: promotion.firstPurchaseOnly,
  packages: promotion.packageCodes,
  starts_at: promotion.startsAt,
  ends_at: promotion.endsAt,
});

/** What it did for a price. */
export const appliedJson = (promotion: AppliedPromotion) => ({
  code: promotion.code,
  name: promotion.name,
  kind: promotion.kind,
  first_purchase_only: promotion.firstPurchaseOnly,
  discount_fen: promotion.discountFen,
  bonus_points: wholeNumber(promotion.bonusPoints),
});

const textOf = ({ effect, firstPurchaseOnly }: Promotion): string =>
  `${firstPurchaseOnly ? '首充' : ''}${describe(effect)}`;

function describe(effect: PromotionEffect): string {
  switch (effect.kind) {
    case 'discount':
      return `${effect.payPercent / 10}折`;
    case 'amount_off':
      return effect.minimumFen > 1
        ? `满${yuan(effect.minimumFen)}元减${yuan(effect.offFen)}元`
        : `立减${yuan(effect.offFen)}元`;
    case 'bonus':
      return `加赠${effect.points}积分`;
    case 'bonus_percent':
      return `加赠${effect.percent}%积分`;
  }
}

const yuan = (amount: Fen): string => String(amount / 100);
