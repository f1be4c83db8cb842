import { createDatabase } from '../database/create-database.ts';
import { withClient } from '../database/with-client.ts';
import { fillHistorySql } from '../product/fill-history.sql.ts';
import { prepareProduct } from '../product/prepare-product.ts';
import type { GrowthStep } from './growth-step.ts';

const ROWS_AT_ONCE = 500_000;

export type GrownDatabase = { readonly url: string; readonly serviceToken: string };

/** A database of that size in the same server. */
export async function growDatabase(server: string, name: string, step: GrowthStep): Promise<GrownDatabase> {
  const { accounts, rows } = step;
  const url = await createDatabase(server, name);
  const serviceToken = await prepareProduct(url, accounts);
  const each = Math.round(rows / accounts);
  const accountsAtOnce = Math.max(1, Math.floor(ROWS_AT_ONCE / each));
  await withClient(url, async (client) => {
    // Nothing is lost that could not be made again, and nobody measures this.
    await client.query('set synchronous_commit = off');
    for (let first = 1; first <= accounts; first += accountsAtOnce) {
      const last = Math.min(accounts, first + accountsAtOnce - 1);
      await client.query('begin');
      for (const sql of fillHistorySql) await client.query(sql, [first, last, each]);
      await client.query('commit');
    }
    await client.query('vacuum analyze');
  });
  return { url, serviceToken };
}
