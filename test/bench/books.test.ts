import { expect } from 'chai';
import { tokenOf } from '../../bench/database/account-tokens.ts';
import { refuseUnlessDurable } from '../../bench/database/durable-postgres.ts';
import { withClient } from '../../bench/database/with-client.ts';
import { open } from '../../bench/engines/hot-seahorse.ts';
import { growDatabase } from '../../bench/growth/grow-database.ts';
import { prepareProduct } from '../../bench/product/prepare-product.ts';
import { productBooks } from '../../bench/product/product-books.ts';
import { freshDatabase, type TestDatabase } from '../support/postgres.ts';

const ACCOUNTS = 20;
/** The first lot pays for 4,000. */
const CALLS = 4_100;

describe('The books of the benchmark', () => {
  let database: TestDatabase;
  let serviceToken: string;

  before(async () => {
    database = await freshDatabase();
    serviceToken = await prepareProduct(database.url, ACCOUNTS);
  });

  after(() => database.drop());

  const execute = (sql: string) => withClient(database.url, (client) => client.query(sql));

  function audit(url: string, calls: number): Promise<readonly string[]> {
    const books = productBooks(url);
    books.note({ answers: calls, points: calls * 5 });
    return books.audit();
  }

  it('balance before anybody has asked', async () => {
    expect(await audit(database.url, 0)).to.deep.equal([]);
  });

  it('balance after calls, some of them past the end of a lot', async () => {
    const engine = await open(database.url, serviceToken);
    const calls = Array.from({ length: CALLS }, (_, nth) =>
      engine.use({ apiKey: tokenOf(7), idempotencyKey: `${nth}` }),
    );
    expect(new Set(await Promise.all(calls))).to.deep.equal(new Set([5]));
    await engine.close();
    expect(await audit(database.url, CALLS)).to.deep.equal([]);
  });

  it('do not balance where an answer is not in them, or a line of theirs was never answered', async () => {
    const found = [`answers ${CALLS}, wanted ${CALLS + 1}`, `points ${CALLS * 5}, wanted ${CALLS * 5 + 5}`];
    expect((await audit(database.url, CALLS + 1)).slice(0, 2)).to.deep.equal(
      found.map((one) => `Hot Seahorse: ${one}`),
    );
    expect(await audit(database.url, CALLS - 1)).to.have.length.greaterThan(1);
  });

  const mistakes: Record<string, { readonly make: string; readonly undo: string }> = {
    'missing from lots': {
      make: 'update ledger.lots set remaining = remaining - 1 where id = bench.id(2, 3, 3)',
      undo: 'update ledger.lots set remaining = remaining + 1 where id = bench.id(2, 3, 3)',
    },
    'missing from accounts': {
      make: 'update ledger.accounts set balance = balance - 1 where id = bench.id(1, 3)',
      undo: 'update ledger.accounts set balance = balance + 1 where id = bench.id(1, 3)',
    },
    metered: {
      make: 'update keyvault.key_meters set points_total = points_total + 1 where key_id = bench.id(4, 3)',
      undo: 'update keyvault.key_meters set points_total = points_total - 1 where key_id = bench.id(4, 3)',
    },
    'broken chains': {
      make: `alter table ledger.entries disable trigger user;
        update ledger.entries set quantity = 2 where account_id = bench.id(1, 7) and seq = 9`,
      undo: `update ledger.entries set quantity = 1 where account_id = bench.id(1, 7) and seq = 9;
        alter table ledger.entries enable trigger user`,
    },
  };
  for (const [name, { make, undo }] of Object.entries(mistakes)) {
    it(`find what is wrong: ${name}`, async () => {
      await execute(make);
      const found = await audit(database.url, CALLS);
      await execute(undo);
      expect(found.join()).to.contain(name);
      expect(await audit(database.url, CALLS)).to.deep.equal([]);
    });
  }

  it('of a database that has grown balance, and go on', async () => {
    const step = { name: 'small', accounts: 3, rows: 30 };
    const { url, serviceToken: token } = await growDatabase(database.url, 'bench_grown', step);
    try {
      const engine = await open(url, token);
      expect(await engine.use({ apiKey: tokenOf(3), idempotencyKey: 'one' })).to.equal(5);
      await engine.close();
      expect(await audit(url, 31)).to.deep.equal([]);
    } finally {
      await execute('drop database bench_grown with (force)');
    }
  });

  it('are not kept in a database that may forget', async () => {
    const refused = await refuseUnlessDurable(database.url).catch((error: Error) => error.message);
    expect(refused).to.match(/not durable: .*fsync=off/);
  });
}).timeout(60_000);
