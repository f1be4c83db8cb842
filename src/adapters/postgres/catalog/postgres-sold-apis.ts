import type { Knex } from 'knex';
import { type ApiPrice, newPrices, pricesAt } from '../../../domain/catalog/api-price.ts';
import type { SoldApis } from '../../../domain/catalog/catalog-stores.ts';
import type { ApiOffer, ApiStatus, SoldApi } from '../../../domain/catalog/sold-api.ts';
import type { ApiCode } from '../../../domain/shared/ids.ts';
import { points } from '../../../domain/shared/points.ts';
import { rowsOf } from '../rows.ts';
import { putRow } from './put-row.ts';

type PriceRow = { version: number; points_per_call: bigint; effective_from: Date };
/** One row per version of an API's price. */
type SoldApiRow = PriceRow & { code: ApiCode; name: string; path: string; status: ApiStatus; notice: string };

const COLUMNS = 'code, name, path, status, notice, version, points_per_call, effective_from';
const TABLES = 'catalog.sold_apis join catalog.sold_api_prices using (code)';

export class PostgresSoldApis implements SoldApis {
  readonly #db: Knex;

  constructor(db: Knex) {
    this.#db = db;
  }

  async find(code: ApiCode, now: Date): Promise<SoldApi | null> {
    const rows = await rowsOf<SoldApiRow>(this.#db, `select ${COLUMNS} from ${TABLES} where code = ?`, [code]);
    return toSoldApis(rows, now)[0] ?? null;
  }

  async list(now: Date): Promise<SoldApi[]> {
    const sql = `select ${COLUMNS} from ${TABLES} order by code collate "C"`;
    return toSoldApis(await rowsOf<SoldApiRow>(this.#db, sql, []), now);
  }

  async put({ pointsPerCall, effectiveFrom, ...described }: ApiOffer, now: Date): Promise<void> {
    const { code, name, path, status, notice } = described;
    // Locks the API, so that nobody else counts its versions.
    await putRow(this.#db, 'catalog.sold_apis', {}, { code, name, path, status, notice });
    const sql = 'select version, points_per_call, effective_from from catalog.sold_api_prices where code = ?';
    const versions = (await rowsOf<PriceRow>(this.#db, sql, [code])).map(toPrice);
    for (const price of newPrices(versions, { pointsPerCall, effectiveFrom }, now)) {
      await rowsOf(
        this.#db,
        `insert into catalog.sold_api_prices (code, version, points_per_call, effective_from, created_at)
         values (?, ?, ?, ?, ?)`,
        [code, price.version, price.pointsPerCall, price.effectiveFrom, now],
      );
    }
  }
}

const toPrice = (row: PriceRow): ApiPrice => ({
  version: row.version,
  pointsPerCall: points(row.points_per_call),
  effectiveFrom: row.effective_from,
});

function toSoldApis(rows: readonly SoldApiRow[], now: Date): SoldApi[] {
  const codes = new Set(rows.map(({ code }) => code));
  return [...codes].flatMap((code) => {
    const versions = rows.filter((row) => row.code === code);
    const { name, path, status, notice } = versions[0] as SoldApiRow;
    const prices = pricesAt(versions.map(toPrice), now);
    return prices ? [{ code, name, path, status, notice, ...prices }] : [];
  });
}
