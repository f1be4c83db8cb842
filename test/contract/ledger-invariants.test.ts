import { expect } from 'chai';
import fc from 'fast-check';
import type { Stores } from '../../src/application/shared/unit-of-work.ts';
import type { LotKind } from '../../src/domain/ledger/lot.ts';
import { accountOf, type UserId } from '../../src/domain/shared/ids.ts';
import { points } from '../../src/domain/shared/points.ts';
import { expectBalancedBooks } from '../support/books.ts';
import { aConsumption, aGrant, aNewLot } from '../support/builders.ts';
import { newId } from '../support/ids.ts';
import { msAfter, NOON } from '../support/instants.ts';
import { describeStores } from '../support/stores.ts';

const anyInstant = fc.integer({ min: 0, max: 9 }).map((ms) => msAfter(NOON, ms));
const anyAmount = fc.bigInt({ min: 1n, max: 12n }).map(points);
const anyLots = fc.uniqueArray(
  fc.record({
    kind: fc.constantFrom<LotKind>('paid', 'bonus'),
    points: anyAmount,
    expiresAt: anyInstant.map((at) => msAfter(at, 5)),
  }),
  { selector: ({ kind }) => kind, minLength: 1, maxLength: 2 },
);
const anyDeed = fc.record({
  who: fc.nat({ max: 1 }),
  at: anyInstant,
  what: fc.oneof(fc.record({ lots: anyLots }), fc.record({ price: anyAmount })),
});

describeStores('The books after any sequence of grants and consumptions', (commit) => {
  it('balance: no gap, no jump, and the lots hold what the journal says', async () => {
    const deeds = fc.array(anyDeed, { minLength: 1, maxLength: 12 });
    const seen: string[] = [];
    await fc.assert(
      fc.asyncProperty(deeds, async (sequence) => {
        const accounts = [accountOf(newId<UserId>()), accountOf(newId<UserId>())] as const;
        await commit(async ({ ledger }: Stores) => {
          for (const { who, at, what } of sequence) {
            const account = accounts[who as 0 | 1];
            if ('lots' in what) {
              await ledger.grant(aGrant(account, { at, lots: what.lots.map((lot) => aNewLot(lot)) }));
            } else {
              await ledger.lock(account);
              seen.push((await ledger.consume(aConsumption(account, { at, points: what.price }))).kind);
            }
          }
          for (const account of accounts) await expectBalancedBooks(ledger, account);
        });
      }),
      { numRuns: 100, seed: 11 },
    );
    const share = seen.filter((kind) => kind === 'consumed').length / seen.length;
    expect(share, 'share of consumptions that were covered').to.be.within(0.25, 0.75);
  });
});
