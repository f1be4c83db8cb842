import type { Knex } from 'knex';
import pg from 'pg';
import { chargeBatchSql } from '../../src/adapters/postgres/usage/charge-batch.sql.ts';
import { chargeBatch } from '../../src/adapters/postgres/usage/usage-statements.ts';
import type { Usage } from '../../src/application/ledger/usage.ts';
import { aCaller } from '../support/customers.ts';
import { migratedDatabase } from '../support/migrated-database.ts';
import { openShop } from '../support/shop.ts';
import { counted, exactly, type Figure } from './figure.ts';

const ACCOUNTS = 10;
const CALLS_AT_ONCE = 100;
const ROUNDS = 6;

/**
 * What chaining a line costs on the fast path: `usage.charge_batch` as it is, and the same statement with the hash left as it
 * was, in turns on one database. The median batch counts.
 */
export async function chainCampaign(calls: number): Promise<Figure[]> {
  const database = await migratedDatabase();
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    const shop = openShop(database.uow);
    const callers: ((change?: Partial<Usage>) => Usage)[] = [];
    for (let made = 0; made < ACCOUNTS; made++) callers.push((await aCaller(shop, 1_000_000_000n)).usage);
    const batch = (): Usage[] =>
      Array.from({ length: CALLS_AT_ONCE }, (_, nth) => (callers[nth % ACCOUNTS] as (typeof callers)[number])());
    const times: Record<'with' | 'without', number[]> = { with: [], without: [] };
    let allowed = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const variant = round % 2 === 0 ? 'with' : 'without';
      await install(database.knex, variant === 'with' ? chargeBatchSql : withoutChain(chargeBatchSql));
      // The first one plans, and opens the lots.
      await client.query(chargeBatch(batch(), 0));
      for (let made = 0; made < calls / ROUNDS; made += CALLS_AT_ONCE) {
        const statement = chargeBatch(batch(), 0);
        const begun = performance.now();
        const { rows } = await client.query<string[]>(statement);
        times[variant].push(((performance.now() - begun) * 1_000) / CALLS_AT_ONCE);
        allowed += (rows[0]?.[1] ?? '').split('allowed').length - 1;
      }
    }
    const [chained, plain] = [median(times.with), median(times.without)];
    return [
      exactly('calls, all paid', allowed, (times.with.length + times.without.length) * CALLS_AT_ONCE),
      counted('a call with the chain', round1(chained), 'µs'),
      counted('a call without', round1(plain), 'µs'),
      counted('what the chain costs', round1(chained - plain), 'µs'),
    ];
  } finally {
    await client.end();
    await database.drop();
  }
}

const install = (knex: Knex, sql: string): Promise<unknown> => knex.raw(sql.replaceAll('?', '\\?'));

/** The same statement, whose lines keep the hash that the account had. */
function withoutChain(sql: string): string {
  const plain = sql.replace(/ledger\.chain\(case[\s\S]*?\) as new_hash/, 'hash as new_hash');
  if (plain === sql || plain.includes('ledger.chain')) throw new Error('charge_batch chains in another way now');
  return plain;
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
const round1 = (value: number): number => Math.round(value * 10) / 10;
