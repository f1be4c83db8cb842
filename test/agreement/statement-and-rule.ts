import { expect } from 'chai';
import fc from 'fast-check';
import type { Knex } from 'knex';
import { memoryPointsLedger } from '../../src/adapters/memory/memory-points-ledger.ts';
import { emptyState } from '../../src/adapters/memory/memory-state.ts';
import { PostgresPointsLedger } from '../../src/adapters/postgres/ledger/postgres-points-ledger.ts';
import { type DrawRow, toDraws } from '../../src/adapters/postgres/ledger/rows.ts';
import { rowsOf } from '../../src/adapters/postgres/rows.ts';
import type { LotKind } from '../../src/domain/ledger/lot.ts';
import type { ConsumeOutcome, NewLot, PointsLedger } from '../../src/domain/ledger/points-ledger.ts';
import { type AccountId, accountOf, type LotId, type UserId } from '../../src/domain/shared/ids.ts';
import { minus, points } from '../../src/domain/shared/points.ts';
import { aConsumption, aGrant } from '../support/builders.ts';
import { newId } from '../support/ids.ts';
import { msAfter, NOON } from '../support/instants.ts';
import { booksOf, headOf, undone } from './books-of.ts';

export type Tally = { consumed: number; insufficient_points: number; draws: number };

/** Few instants, so that lots often tie and often expire at the very moment of a request. */
const anyInstant = (min: number, max: number) => fc.integer({ min, max }).map((ms) => msAfter(NOON, ms));
const anyLot = fc.record({
  id: fc.uuid().map((id) => id as LotId),
  kind: fc.constantFrom<LotKind>('paid', 'bonus'),
  points: fc.bigInt({ min: 1n, max: 9n }).map(points),
  grantedAt: anyInstant(0, 1),
  expiresAt: anyInstant(3, 6),
});
const anyLots = fc.uniqueArray(anyLot, { selector: (lot) => lot.id, minLength: 2, maxLength: 6 });
const anyRequest = fc.record({ points: fc.bigInt({ min: 1n, max: 14n }).map(points), at: anyInstant(0, 5) });
const anyRequests = fc.array(anyRequest, { minLength: 2, maxLength: 5 });

type GrantedLot = NewLot & { readonly grantedAt: Date };

/**
 * Lots and a sequence of requests, on the statement and on the rule (which the ledger in memory executes as it stands).
 * A neighbour has lots too, under the very same ids; after every step all that there is must be equal.
 */
export const agreement = (knex: Knex, statement: string, tally?: Tally) =>
  fc.asyncProperty(anyLots, anyRequests, async (lots, requests) => {
    await undone(knex, async (trx) => {
      const [account, neighbour] = [accountOf(newId<UserId>()), accountOf(newId<UserId>())];
      const actual = new PostgresPointsLedger(trx);
      const rule = memoryPointsLedger(emptyState());
      for (const each of [account, neighbour]) await grantAlike([actual, rule], each, lots);
      for (const request of requests) {
        const wanted = aConsumption(account, request);
        const expected = await rule.consume(wanted);
        const rows = await rowsOf<DrawRow>(trx, statement, [account, wanted.points, wanted.at, wanted.id]);
        expect(outcomeOf(rows, wanted.points)).to.deep.equal(expected);
        for (const each of [account, neighbour]) {
          expect(await booksOf(actual, each)).to.deep.equal(await booksOf(rule, each));
          expect(await headOf(trx, each)).to.deep.equal(await headOf(rule, each));
        }
        if (tally) count(tally, expected);
      }
    });
  });

/** Each lot by an order of its own: one order never grants two lots of a kind. */
async function grantAlike(ledgers: readonly PointsLedger[], account: AccountId, lots: readonly GrantedLot[]) {
  for (const { grantedAt, ...lot } of lots) {
    const given = aGrant(account, { lots: [lot], at: grantedAt });
    for (const ledger of ledgers) await ledger.grant(given);
  }
}

/** What the adapter makes of the statement's rows. */
function outcomeOf(rows: readonly DrawRow[], requested: ReturnType<typeof points>): ConsumeOutcome {
  const available = points((rows[0] as DrawRow).available);
  const draws = toDraws(rows);
  return draws.length === 0
    ? { kind: 'insufficient_points', requested, available }
    : { kind: 'consumed', draws, availableAfter: minus(available, requested) };
}

function count(tally: Tally, outcome: ConsumeOutcome): void {
  tally[outcome.kind] += 1;
  if (outcome.kind === 'consumed') tally.draws += outcome.draws.length;
}
