import type { Knex } from 'knex';
import type { Packages } from '../../../domain/catalog/catalog-stores.ts';
import type { Package, PackageOffer, Storefront } from '../../../domain/catalog/package.ts';
import { fen } from '../../../domain/shared/fen.ts';
import type { PackageId } from '../../../domain/shared/ids.ts';
import { points } from '../../../domain/shared/points.ts';
import { firstRow } from '../rows.ts';
import { toValidity, type ValidityJson } from '../validity-json.ts';
import { putRow } from './put-row.ts';

type PackageRow = {
  id: PackageId;
  code: string;
  product_code: string;
  name: string;
  description: string;
  name_en: string | null;
  description_en: string | null;
  price_fen: number;
  original_price_fen: number | null;
  points: bigint;
  bonus_points: bigint;
  validity: ValidityJson;
  hot: boolean;
  sort: number;
  storefronts: Storefront[];
  enabled: boolean;
  sale_starts_at: Date | null;
  sale_ends_at: Date | null;
};

export class PostgresPackages implements Packages {
  readonly #db: Knex;

  constructor(db: Knex) {
    this.#db = db;
  }

  async find(id: PackageId): Promise<Package | null> {
    const row = await firstRow<PackageRow>(this.#db, 'select * from catalog.packages where id = ?', [id]);
    return row && toPackage(row);
  }

  async list(): Promise<Package[]> {
    const rows: PackageRow[] = await this.#db('catalog.packages').orderBy(['sort', 'code']);
    return rows.map(toPackage);
  }

  put(id: PackageId, offer: PackageOffer): Promise<void> {
    return putRow(this.#db, 'catalog.packages', { id }, toColumns(offer));
  }
}

const toColumns = (offer: PackageOffer) => ({
  code: offer.code,
  product_code: offer.productCode,
  name: offer.name,
  description: offer.description,
  name_en: offer.nameEn,
  description_en: offer.descriptionEn,
  price_fen: offer.priceFen,
  original_price_fen: offer.originalPriceFen,
  points: offer.points,
  bonus_points: offer.bonusPoints,
  validity: JSON.stringify(offer.validity),
  hot: offer.hot,
  sort: offer.sort,
  storefronts: [...offer.storefronts],
  enabled: offer.enabled,
  sale_starts_at: offer.saleStartsAt,
  sale_ends_at: offer.saleEndsAt,
});

const toPackage = (row: PackageRow): Package => ({
  id: row.id,
  code: row.code,
  productCode: row.product_code,
  name: row.name,
  description: row.description,
  nameEn: row.name_en,
  descriptionEn: row.description_en,
  priceFen: fen(row.price_fen),
  originalPriceFen: row.original_price_fen === null ? null : fen(row.original_price_fen),
  points: points(row.points),
  bonusPoints: points(row.bonus_points),
  validity: toValidity(row.validity),
  hot: row.hot,
  sort: row.sort,
  storefronts: row.storefronts,
  enabled: row.enabled,
  saleStartsAt: row.sale_starts_at,
  saleEndsAt: row.sale_ends_at,
});
