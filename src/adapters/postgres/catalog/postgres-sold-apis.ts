import type { Knex } from 'knex';
import type { Change, SoldApis } from '../../../domain/catalog/catalog-stores.ts';
import type { ApiStatus, SoldApi } from '../../../domain/catalog/sold-api.ts';
import type { ApiCode } from '../../../domain/shared/ids.ts';
import { points } from '../../../domain/shared/points.ts';
import { firstRow } from '../rows.ts';
import { putRow } from './put-row.ts';

type SoldApiRow = {
  code: ApiCode;
  name: string;
  path: string;
  points_per_call: bigint;
  status: ApiStatus;
  notice: string;
};

export class PostgresSoldApis implements SoldApis {
  readonly #db: Knex;

  constructor(db: Knex) {
    this.#db = db;
  }

  async find(code: ApiCode): Promise<SoldApi | null> {
    const row = await firstRow<SoldApiRow>(this.#db, 'select * from catalog.sold_apis where code = ?', [code]);
    return row && toSoldApi(row);
  }

  async list(): Promise<SoldApi[]> {
    const rows: SoldApiRow[] = await this.#db('catalog.sold_apis').orderBy('code');
    return rows.map(toSoldApi);
  }

  put(api: SoldApi): Promise<Change> {
    const { code, name, path, pointsPerCall, status, notice } = api;
    return putRow(
      this.#db,
      'catalog.sold_apis',
      {},
      { code, name, path, points_per_call: pointsPerCall, status, notice },
    );
  }
}

const toSoldApi = (row: SoldApiRow): SoldApi => ({
  code: row.code,
  name: row.name,
  path: row.path,
  pointsPerCall: points(row.points_per_call),
  status: row.status,
  notice: row.notice,
});
