import { expect } from 'chai';
import fc from 'fast-check';
import { availablePoints } from '../../../src/domain/ledger/balance.ts';
import { applyDraws, type Draw, decideConsumption, undoDraws } from '../../../src/domain/ledger/consumption.ts';
import { pointsToFreeze, refundableFen, type SoldLot } from '../../../src/domain/ledger/refund-share.ts';
import { type Fen, fen } from '../../../src/domain/shared/fen.ts';
import { type Points, points, sum } from '../../../src/domain/shared/points.ts';
import { msAfter, NOON, SECOND } from '../../support/instants.ts';
import { anyPaidFen, anyUntouchedLots } from './sold-lots.ts';

/** `part`: of what is there to be spent, or to be paid back. */
const anyPart = fc.double({ min: 0, max: 1, noNaN: true });
const anyDeed = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('refund' as const), part: anyPart }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('spend' as const), part: fc.bigInt({ min: 1n, max: 4n }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('release' as const), nth: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('wait' as const), seconds: fc.integer({ min: 1, max: 3 }) }) },
);
type Deed = typeof anyDeed extends fc.Arbitrary<infer Kind> ? Kind : never;

type Refund = { readonly amountFen: Fen; readonly draws: readonly Draw[] };
type History = { lots: SoldLot[]; refunds: Refund[]; spent: Points; now: Date };

const refundedIn = ({ refunds }: History): Fen => fen(refunds.reduce((total, { amountFen }) => total + amountFen, 0));
const frozenIn = ({ refunds }: History): Points =>
  sum(refunds.flatMap(({ draws }) => draws.map((draw) => draw.points)));

/** What the ledger and the refunds of one order do, one after another. */
function follow(history: History, deed: Deed, paidFen: Fen): void {
  const sale = { paidFen, refundedFen: refundedIn(history) };
  if (deed.kind === 'wait') history.now = msAfter(history.now, deed.seconds * SECOND);
  if (deed.kind === 'spend') {
    const wanted = points((availablePoints(history.lots, history.now) * deed.part + 15n) / 16n);
    const decision = decideConsumption(history.lots, wanted, history.now);
    if (decision.kind !== 'covered') expect.fail(decision.kind);
    history.lots = applyDraws(history.lots, decision.draws);
    history.spent = points(history.spent + wanted);
  }
  if (deed.kind === 'release') {
    const [released] = history.refunds.splice(deed.nth % Math.max(1, history.refunds.length), 1);
    history.lots = undoDraws(history.lots, released?.draws ?? []);
  }
  if (deed.kind === 'refund') {
    const amountFen = fen(Math.ceil(refundableFen(history.lots, sale, history.now) * deed.part));
    const decision = pointsToFreeze(history.lots, amountFen, sale, history.now);
    if (decision.kind !== 'covered') return;
    history.lots = applyDraws(history.lots, decision.draws);
    history.refunds.push({ amountFen, draws: decision.draws });
  }
}

describe('an order that is spent and paid back in any sequence', () => {
  it('never gives back more money than the points that were taken back are worth', () => {
    let refunds = 0;
    const deeds = fc.array(anyDeed, { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(anyUntouchedLots, anyPaidFen, deeds, (lots, price, sequence) => {
        const history: History = { lots, refunds: [], spent: points(0n), now: msAfter(NOON, -4 * SECOND) };
        const sold = sum(lots.map(({ granted }) => granted));
        for (const deed of sequence) {
          follow(history, deed, fen(price));
          const [refunded, frozen] = [refundedIn(history), frozenIn(history)];
          expect(BigInt(refunded) * sold <= BigInt(price) * frozen, `${refunded} fen for ${frozen}`).to.equal(true);
          expect(refunded).to.be.at.most(price);
          const remaining = sum(history.lots.map((lot) => lot.remaining));
          expect(frozen + history.spent + remaining).to.equal(sold);
          for (const lot of history.lots) expect(lot.remaining <= lot.granted, 'no lot outgrows itself').to.equal(true);
        }
        refunds += history.refunds.length;
      }),
      { numRuns: 1_000 },
    );
    expect(refunds, 'refunds that were not released').to.be.above(1_000);
  });

  it('has neither points nor money left after a refund of all that can be paid back', () => {
    fc.assert(
      fc.property(anyUntouchedLots, anyPaidFen, fc.array(anyDeed, { maxLength: 8 }), (lots, price, sequence) => {
        const history: History = { lots, refunds: [], spent: points(0n), now: msAfter(NOON, -4 * SECOND) };
        for (const deed of [...sequence, { kind: 'refund', part: 1 } as const]) follow(history, deed, fen(price));
        const sale = { paidFen: fen(price), refundedFen: refundedIn(history) };
        expect(refundableFen(history.lots, sale, history.now)).to.equal(0);
      }),
    );
  });
});
