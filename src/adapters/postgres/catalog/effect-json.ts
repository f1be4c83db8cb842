import type { PromotionEffect } from '../../../domain/catalog/promotion.ts';
import { fen } from '../../../domain/shared/fen.ts';
import { points } from '../../../domain/shared/points.ts';

export type EffectJson =
  | { readonly kind: 'discount'; readonly pay_percent: number }
  | { readonly kind: 'amount_off'; readonly minimum_fen: number; readonly off_fen: number }
  | { readonly kind: 'bonus'; readonly points: number }
  | { readonly kind: 'bonus_percent'; readonly percent: number };

export function toEffect(json: EffectJson): PromotionEffect {
  switch (json.kind) {
    case 'discount':
      return { kind: json.kind, payPercent: json.pay_percent };
    case 'amount_off':
      return { kind: json.kind, minimumFen: fen(json.minimum_fen), offFen: fen(json.off_fen) };
    case 'bonus':
      return { kind: json.kind, points: points(BigInt(json.points)) };
    case 'bonus_percent':
      return json;
  }
}

export function fromEffect(effect: PromotionEffect): EffectJson {
  switch (effect.kind) {
    case 'discount':
      return { kind: effect.kind, pay_percent: effect.payPercent };
    case 'amount_off':
      return { kind: effect.kind, minimum_fen: effect.minimumFen, off_fen: effect.offFen };
    case 'bonus':
      // Exact: a catalog file takes no number beyond 2^53 − 1.
      return { kind: effect.kind, points: Number(effect.points) };
    case 'bonus_percent':
      return effect;
  }
}
