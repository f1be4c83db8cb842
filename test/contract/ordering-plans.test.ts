import { expect } from 'chai';
import { grantsSql } from '../../src/adapters/postgres/ledger/postgres-sold-points.ts';
import { notificationsOfSql, orderOfMismatchSql } from '../../src/adapters/postgres/ordering/order-of-number.sql.ts';
import { paymentsOfNumbersSql } from '../../src/adapters/postgres/ordering/reconciliation/billed-records.sql.ts';
import { rowsOf } from '../../src/adapters/postgres/rows.ts';
import { outTradeNosOf, sellByTheThousand } from '../fault/bill-size/sell-by-the-thousand.ts';
import { type MigratedDatabase, migratedDatabase } from '../support/migrated-database.ts';

const ORDERS = 10_000;
const LINES_AT_ONCE = 1_000;

describe('questions about numbers of a bill', () => {
  let database: MigratedDatabase;
  const numbers = outTradeNosOf(LINES_AT_ONCE);
  before(async () => {
    database = await migratedDatabase();
    await sellByTheThousand(database.knex, '1900000001', ORDERS);
    await database.knex.raw('analyze ordering.payment_inbox, ordering.order_events');
  });
  after(() => database.drop());

  const planOf = async (sql: string, bindings: readonly unknown[]): Promise<string> => {
    const [row] = await rowsOf<{ 'QUERY PLAN': unknown }>(
      database.knex,
      `explain (format json) ${sql}`,
      bindings as never,
    );
    return JSON.stringify(row);
  };
  const readsWhole = (plan: string): string[] =>
    [...plan.matchAll(/"Node Type":"Seq Scan"[^{}]*?"Relation Name":"(\w+)"/g)].map(
      ([, relation]) => relation as string,
    );

  it('read no order but those, however small the shop and large the bill', async () => {
    expect(readsWhole(await planOf(paymentsOfNumbersSql, [numbers]))).to.deep.equal([]);
  });

  it('read no entry of the journal but theirs', async () => {
    expect(readsWhole(await planOf(grantsSql, [numbers, numbers]))).to.deep.equal([]);
  });

  it('find notifications and payments that were set aside by indexes of their own', async () => {
    // Of empty tables anything is quick to read, so that the planner is told what to leave.
    await database.knex.transaction(async (trx) => {
      await trx.raw('set local enable_seqscan = off');
      const plan = async (sql: string, binding: unknown): Promise<string> =>
        JSON.stringify(await rowsOf(trx, `explain (format json) ${sql}`, [binding as never]));
      expect(await plan(notificationsOfSql, numbers.slice(0, 2))).to.contain('payment_inbox_number');
      expect(await plan(orderOfMismatchSql, 'x')).to.contain('payment_attempts_set_aside');
    });
  });
});
