import { expect } from 'chai';
import fc from 'fast-check';
import type { Knex } from 'knex';
import { memoryPointsLedger } from '../../src/adapters/memory/memory-points-ledger.ts';
import { emptyState } from '../../src/adapters/memory/memory-state.ts';
import { PostgresPointsLedger } from '../../src/adapters/postgres/ledger/postgres-points-ledger.ts';
import { rowsOf } from '../../src/adapters/postgres/rows.ts';
import type { Freeze } from '../../src/domain/ledger/freeze.ts';
import type { PointsLedger } from '../../src/domain/ledger/points-ledger.ts';
import type { SoldLot } from '../../src/domain/ledger/refund-share.ts';
import { type AccountId, accountOf, type UserId } from '../../src/domain/shared/ids.ts';
import { newId } from '../support/ids.ts';
import { headOf, undone } from './books-of.ts';
import { anyDeeds, anyGrants, type Deed, grantBoth, type Names, perform, someNames } from './freeze-deeds.ts';

export type Replaced = { readonly statement: string; readonly by: string };
/** How often each deed was done, not done, or a fault. */
export type Tally = Record<string, number>;

/**
 * Freezes and their ends in any sequence, on the statements and on the ledger in memory. A neighbour does the same under the
 * very same ids of orders, lots and refunds; every outcome must be equal, and in the end all that there is: no later deed
 * mends what one did to the journal.
 */
export const freezeAgreement = (knex: Knex, replaced?: Replaced, tally?: Tally) =>
  fc.asyncProperty(anyGrants, anyDeeds, (grants, deeds) =>
    undone(knex, async (trx) => {
      const names = someNames();
      const actual = new PostgresPointsLedger(trx);
      const accounts = [0, 1].map(() => ({ id: accountOf(newId<UserId>()), rule: memoryPointsLedger(emptyState()) }));
      for (const { id, rule } of accounts) {
        for (const ledger of [actual, rule]) await grantBoth(ledger, id, names, grants);
      }
      for (const deed of deeds) {
        const { id, rule } = accounts[deed.who] as (typeof accounts)[number];
        const expected = await outcomeOf(perform(rule, id, deed, names));
        expect(await inSavepoint(trx, replaced, (ledger) => perform(ledger, id, deed, names))).to.equal(expected);
        if (tally) count(tally, deed, expected);
      }
      for (const each of accounts) {
        expect(await allOf(actual, each.id, names)).to.deep.equal(await allOf(each.rule, each.id, names));
        expect(await headOf(trx, each.id)).to.deep.equal(await headOf(each.rule, each.id));
        expect(await frozenRowsOf(trx, each.id)).to.deep.equal(await frozenSumsOf(each.rule, each.id, names));
      }
    }),
  );

type Outcome = 'done' | 'nothing to do' | 'fault';

const outcomeOf = (deed: Promise<boolean>): Promise<Outcome> =>
  deed.then(
    (done) => (done ? 'done' : 'nothing to do'),
    (fault: unknown) => {
      // No valid SQL, as opposed to a row that a guard of ours refused.
      if (/^42(?!501)/.test((fault as { code?: string }).code ?? '')) throw fault;
      return 'fault';
    },
  );

/** A fault undoes the deed, and not the ones before. */
const inSavepoint = (trx: Knex, replaced: Replaced | undefined, work: (ledger: PointsLedger) => Promise<boolean>) =>
  outcomeOf(trx.transaction((inner) => work(new PostgresPointsLedger(replaced ? replacing(inner, replaced) : inner))));

const replacing = (knex: Knex, { statement, by }: Replaced): Knex =>
  new Proxy(knex, {
    get: (target, name) =>
      name === 'raw'
        ? (sql: string, bindings: Knex.RawBinding[]) => target.raw(sql === statement ? by : sql, bindings)
        : Reflect.get(target, name),
  });

async function allOf(ledger: PointsLedger, account: AccountId, { orders, refunds }: Names) {
  const lotsOfOrders: SoldLot[][] = [];
  for (const order of orders) lotsOfOrders.push(await ledger.listLotsOf(account, order));
  const freezes: (Freeze | null)[] = [];
  for (const refund of refunds) freezes.push(await ledger.findFreeze(account, refund));
  return { lotsOfOrders, freezes, entries: await ledger.listEntries(account) };
}

const frozenRowsOf = (trx: Knex, account: AccountId) =>
  rowsOf(trx, 'select refund_id, points from ledger.freezes where account_id = ? order by 1', [account]);

async function frozenSumsOf(rule: PointsLedger, account: AccountId, { refunds }: Names) {
  const freezes = await Promise.all([...refunds].sort().map((refund) => rule.findFreeze(account, refund)));
  return freezes.flatMap((freeze) =>
    freeze
      ? [{ refund_id: freeze.refundId, points: freeze.draws.reduce((total, draw) => total + draw.points, 0n) }]
      : [],
  );
}

function count(tally: Tally, deed: Deed, outcome: Outcome): void {
  const what = `${'as' in deed ? deed.as : 'frozen'}: ${outcome}`;
  tally[what] = (tally[what] ?? 0) + 1;
}
