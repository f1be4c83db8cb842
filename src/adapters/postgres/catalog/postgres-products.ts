import type { Knex } from 'knex';
import type { Products } from '../../../domain/catalog/catalog-stores.ts';
import type { Product } from '../../../domain/catalog/product.ts';
import { lockName, rowsOf } from '../rows.ts';
import { putRow } from './put-row.ts';

export class PostgresProducts implements Products {
  readonly #db: Knex;

  constructor(db: Knex) {
    this.#db = db;
  }

  lockCatalog(): Promise<void> {
    return lockName(this.#db, 'catalog');
  }

  list(): Promise<Product[]> {
    const sql = `select code, name, type, description, sort, enabled from catalog.products order by sort, code collate "C"`;
    return rowsOf<Product>(this.#db, sql, []);
  }

  put({ code, name, type, description, sort, enabled }: Product): Promise<void> {
    return putRow(this.#db, 'catalog.products', {}, { code, name, type, description, sort, enabled });
  }
}
