import type { Knex } from 'knex';
import type { Promotions } from '../../../domain/catalog/catalog-stores.ts';
import type { Storefront } from '../../../domain/catalog/package.ts';
import type { Promotion, PromotionOffer } from '../../../domain/catalog/promotion.ts';
import type { PromotionId } from '../../../domain/shared/ids.ts';
import { rowsOf } from '../rows.ts';
import { type EffectJson, fromEffect, toEffect } from './effect-json.ts';
import { putRow } from './put-row.ts';

type PromotionRow = {
  id: PromotionId;
  code: string;
  name: string;
  effect: EffectJson;
  first_purchase_only: boolean;
  package_codes: string[] | null;
  storefronts: Storefront[];
  starts_at: Date;
  ends_at: Date | null;
  enabled: boolean;
  memo: string;
};

export class PostgresPromotions implements Promotions {
  readonly #db: Knex;

  constructor(db: Knex) {
    this.#db = db;
  }

  async list(): Promise<Promotion[]> {
    const sql = 'select * from catalog.promotions order by code collate "C"';
    return (await rowsOf<PromotionRow>(this.#db, sql, [])).map(toPromotion);
  }

  put(id: PromotionId, offer: PromotionOffer): Promise<void> {
    return putRow(this.#db, 'catalog.promotions', { id }, toColumns(offer));
  }
}

const toColumns = (offer: PromotionOffer) => ({
  code: offer.code,
  name: offer.name,
  effect: JSON.stringify(fromEffect(offer.effect)),
  first_purchase_only: offer.firstPurchaseOnly,
  package_codes: offer.packageCodes === 'all' ? null : [...offer.packageCodes],
  storefronts: [...offer.storefronts],
  starts_at: offer.startsAt,
  ends_at: offer.endsAt,
  enabled: offer.enabled,
  memo: offer.memo,
});

const toPromotion = (row: PromotionRow): Promotion => ({
  id: row.id,
  code: row.code,
  name: row.name,
  effect: toEffect(row.effect),
  firstPurchaseOnly: row.first_purchase_only,
  packageCodes: row.package_codes ?? 'all',
  storefronts: row.storefronts,
  startsAt: row.starts_at,
  endsAt: row.ends_at,
  enabled: row.enabled,
  memo: row.memo,
});
