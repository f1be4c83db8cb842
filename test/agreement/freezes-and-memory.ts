import { expect } from 'chai';
import fc from 'fast-check';
import type { Knex } from 'knex';
import { PostgresPointsLedger } from '../../src/adapters/postgres/ledger/postgres-points-ledger.ts';
import { rowsOf } from '../../src/adapters/postgres/rows.ts';
import type { Freeze } from '../../src/domain/ledger/freeze.ts';
import type { PointsLedger } from '../../src/domain/ledger/points-ledger.ts';
import type { SoldLot } from '../../src/domain/ledger/refund-share.ts';
import { type AccountId, accountOf, type UserId } from '../../src/domain/shared/ids.ts';
import { newId } from '../support/ids.ts';
import { actualBooks, expectedBooks, undone } from './books-of.ts';
import { anyDeeds, anyGrants, type Deed, grantBoth, type Names, perform, someNames } from './freeze-deeds.ts';
import { RuleLedger } from './rule-ledger.ts';

/** How often each deed was done, not done, or a fault. */
export type Tally = Record<string, number>;
/** The same ledger, but for what a test spoils in it. */
export type Spoil = (ledger: PointsLedger) => PointsLedger;

/**
 * Freezes and their ends in any sequence, on PostgreSQL and on the ledger in memory. A neighbour does the same under the
 * very same ids of orders, lots and refunds; every outcome must be equal, and in the end all that there is: no later deed
 * mends what one did to the journal.
 */
export const freezeAgreement = (knex: Knex, tally?: Tally, spoil: Spoil = (ledger) => ledger) =>
  fc.asyncProperty(anyGrants, anyDeeds, (grants, deeds) =>
    undone(knex, async (trx) => {
      const names = someNames();
      const actual = new PostgresPointsLedger(trx);
      const accounts = [0, 1].map(() => ({ id: accountOf(newId<UserId>()), rule: new RuleLedger() }));
      for (const { id, rule } of accounts) {
        for (const ledger of [actual, rule.ledger]) await grantBoth(ledger, id, names, grants);
      }
      for (const deed of deeds) {
        const { id, rule } = accounts[deed.who] as (typeof accounts)[number];
        const expected = await outcomeOf(rule.run((ledger) => perform(ledger, id, deed, names)));
        expect(await inSavepoint(trx, (ledger) => perform(spoil(ledger), id, deed, names))).to.equal(expected);
        if (tally) count(tally, deed, expected);
      }
      const found = await actualBooks(
        trx,
        accounts.map(({ id }) => id),
      );
      for (const [nth, account] of accounts.entries()) {
        const { id } = account;
        const rule = account.rule.ledger;
        expect(await freezesOf(actual, id, names)).to.deep.equal(await freezesOf(rule, id, names));
        expect(found[nth]?.books).to.deep.equal(await expectedBooks(rule, id, []));
        expect(await frozenRowsOf(trx, id)).to.deep.equal(await frozenSumsOf(rule, id, names));
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
const inSavepoint = (trx: Knex, work: (ledger: PointsLedger) => Promise<boolean>) =>
  outcomeOf(trx.transaction((inner) => work(new PostgresPointsLedger(inner))));

async function freezesOf(ledger: PointsLedger, account: AccountId, { orders, refunds }: Names) {
  const lotsOfOrders: SoldLot[][] = [];
  for (const order of orders) lotsOfOrders.push(await ledger.listLotsOf(account, order));
  const freezes: (Freeze | null)[] = [];
  for (const refund of refunds) freezes.push(await ledger.findFreeze(account, refund));
  return { lotsOfOrders, freezes };
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
