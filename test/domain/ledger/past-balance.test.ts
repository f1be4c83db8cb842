import { expect } from 'chai';
import fc from 'fast-check';
import { availablePoints } from '../../../src/domain/ledger/balance.ts';
import { applyDraws, decideConsumption } from '../../../src/domain/ledger/consumption.ts';
import type { Lot } from '../../../src/domain/ledger/lot.ts';
import { availableAt } from '../../../src/domain/ledger/past-balance.ts';
import type { LotId } from '../../../src/domain/shared/ids.ts';
import { points } from '../../../src/domain/shared/points.ts';
import { aLot } from '../../support/builders.ts';
import { msAfter, NOON } from '../../support/instants.ts';

type Moved = { readonly lotId: LotId; readonly change: bigint; readonly at: Date };

describe('What could be spent at an instant of the past', () => {
  it('is what was moved up to then', () => {
    const lot = aLot();
    const entries: Moved[] = [
      { lotId: lot.id, change: 10n, at: NOON },
      { lotId: lot.id, change: -4n, at: msAfter(NOON, 5) },
    ];
    const at = (ms: number) => availableAt([lot], entries, msAfter(NOON, ms));
    expect([at(-1), at(0), at(4), at(5), at(6)]).to.deep.equal([0n, 10n, 10n, 6n, 6n]);
  });

  it('is nothing of lots that had expired, whenever they were written off', () => {
    const lot = aLot().expiring(msAfter(NOON, 5));
    const entries: Moved[] = [
      { lotId: lot.id, change: 10n, at: NOON },
      { lotId: lot.id, change: -10n, at: msAfter(NOON, 9) },
    ];
    const at = (ms: number) => availableAt([lot], entries, msAfter(NOON, ms));
    expect([at(4), at(5), at(8), at(9)]).to.deep.equal([10n, 0n, 0n, 0n]);
  });

  /** Grants, and calls that take what there is, one after another: what was available then is noted while it happens. */
  it('is what it was while it happened, in any history', () => {
    const anyStep = fc.record({
      after: fc.integer({ min: 0, max: 3 }),
      grants: fc.option(fc.record({ points: fc.bigInt({ min: 1n, max: 9n }), lives: fc.integer({ min: 1, max: 12 }) })),
      takes: fc.bigInt({ min: 1n, max: 9n }),
    });
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 20 }), fc.nat(40), (steps, asked) => {
        let [lots, ms]: [Lot[], number] = [[], 0];
        const entries: Moved[] = [];
        const then = new Map<number, readonly Lot[]>();
        for (const { after, grants, takes } of steps) {
          ms += after;
          const now = msAfter(NOON, ms);
          if (grants) {
            const lot = { ...aLot().of(grants.points).expiring(msAfter(now, grants.lives)) };
            lots = [...lots, lot];
            entries.push({ lotId: lot.id, change: lot.remaining, at: now });
          }
          const decision = decideConsumption(lots, points(takes), now);
          if (decision.kind === 'covered') {
            lots = applyDraws(lots, decision.draws);
            entries.push(...decision.draws.map((draw) => ({ lotId: draw.lotId, change: -draw.points, at: now })));
          }
          then.set(ms, lots);
        }
        const last = [...then.keys()].filter((at) => at <= asked).at(-1);
        const instant = msAfter(NOON, asked);
        const wanted = last === undefined ? 0n : availablePoints(then.get(last) ?? [], instant);
        expect(availableAt(lots, entries, instant)).to.equal(wanted);
      }),
      { numRuns: 300 },
    );
  });
});
