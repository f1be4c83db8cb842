import { expect } from 'chai';
import fc from 'fast-check';
import { listRequestableSql } from '../../src/adapters/postgres/ordering/requestable-orders.sql.ts';
import { type MigratedDatabase, migratedDatabase } from '../support/migrated-database.ts';
import { type Mistake, planted } from './planted-mistakes.ts';
import { agreement, type RequestableTally } from './requestable-orders.ts';

const SEED = 42;
const BEFORE = '(o.paid_at, o.id) < (select';
const ORDER = 'order by o.paid_at desc, o.id desc';

const MISTAKES: readonly Mistake[] = [
  { says: 'found everybody’s orders', from: 'o.user_id = ?', to: '(o.user_id = ? or true)' },
  { says: 'left out partly refunded orders', from: ", 'partly_refunded')", to: ')' },
  {
    says: 'found what has gone back whole',
    from: "('paid', 'partly_refunded')",
    to: "('paid', 'partly_refunded', 'refunded')",
  },
  { says: 'left out the first instant', from: ')) >= ?', to: ')) > ?' },
  {
    says: 'counted from the payment alone',
    from: 'max(greatest(e.rejected_at, e.red_lettered_at))',
    to: 'null::timestamptz',
  },
  { says: 'ignored rejections', from: 'greatest(e.rejected_at, e.red_lettered_at)', to: 'e.red_lettered_at' },
  { says: 'ignored red-letter notes', from: 'greatest(e.rejected_at, e.red_lettered_at)', to: 'e.rejected_at' },
  { says: 'counted cancellations', from: 'e.red_lettered_at)', to: 'e.red_lettered_at, e.cancelled_at)' },
  { says: 'took the first rejection for the last', from: 'max(greatest(e.', to: 'min(greatest(e.' },
  { says: 'ignored requests', from: "'requested', ", to: '' },
  { says: 'ignored issued invoices', from: "'issued', ", to: '' },
  { says: 'ignored invoices to be reversed', from: ", 'red_letter_due'", to: '' },
  { says: 'saw the invoices of other orders', from: 'l.order_id = o.id and', to: '' },
  { says: 'saw the rejections of other orders', from: 'where e.order_id = o.id', to: '' },
  { says: 'repeated the last order of a page', from: BEFORE, to: BEFORE.replace('<', '<=') },
  { says: 'paged upwards', from: BEFORE, to: BEFORE.replace('<', '>') },
  { says: 'sorted the oldest first', from: ORDER, to: ORDER.replace('paid_at desc', 'paid_at') },
  { says: 'lost the tie-breaker', from: ORDER, to: ORDER.replace('o.id desc', 'o.id') },
];

describe('requestable-orders.sql and isRequestable', () => {
  let database: MigratedDatabase;
  before(async () => {
    database = await migratedDatabase(1);
  });
  after(() => database.drop());

  it('find the same orders, page by page, and sum them up alike', async () => {
    const tally: RequestableTally = { requestable: 0, orders: 0 };
    await fc.assert(agreement(database.knex, listRequestableSql, tally), { numRuns: 60, seed: SEED });
    expect(tally.requestable / tally.orders, 'share of requestable orders').to.be.within(0.15, 0.6);
  });

  for (const mistake of MISTAKES) {
    it(`would be found to differ if the statement ${mistake.says}`, async () => {
      const wrong = planted(listRequestableSql, mistake);
      const found = await fc.check(agreement(database.knex, wrong), { numRuns: 150, seed: SEED, endOnFailure: true });
      expect(found.failed, `survived ${found.numRuns} runs`).to.equal(true);
      expect((found.errorInstance as { code?: string }).code ?? '').not.to.match(/^42/);
    });
  }
});
