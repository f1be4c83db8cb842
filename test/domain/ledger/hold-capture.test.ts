import { expect } from 'chai';
import fc from 'fast-check';
import { applyDraws, type Draw, decideConsumption, undoDraws } from '../../../src/domain/ledger/consumption.ts';
import {
  decideCapture,
  firstOf,
  HOLD_SECONDS,
  type Hold,
  heldPoints,
  OPEN_HOLDS_PER_ACCOUNT,
} from '../../../src/domain/ledger/hold.ts';
import type { AccountId, HoldId, LotId } from '../../../src/domain/shared/ids.ts';
import { min, points, sum } from '../../../src/domain/shared/points.ts';
import { aCall, aLot } from '../../support/builders.ts';
import { newId } from '../../support/ids.ts';
import { MINUTE, msAfter, NOON } from '../../support/instants.ts';
import { anyLots, anyRequest } from './arbitrary-lots.ts';

const [first, second, third] = [newId<LotId>(), newId<LotId>(), newId<LotId>()];
const draw = (lotId: LotId, drawn: bigint): Draw => ({ lotId, points: points(drawn) });

const aHold = (change: Partial<Hold> = {}): Hold => ({
  ...{ id: newId<HoldId>(), accountId: newId<AccountId>(), draws: [draw(first, 5n), draw(second, 3n)] },
  ...{
    call: aCall(),
    byPrice: false,
    availableAfter: points(0n),
    mayExceed: false,
    heldAt: NOON,
    expiresAt: msAfter(NOON, MINUTE),
    state: { kind: 'open' },
  },
  ...change,
});
const MAY_EXCEED = aHold({ mayExceed: true });
const capture = (hold: Hold, wanted: bigint, lots: Parameters<typeof decideCapture>[1] = [], now = NOON) =>
  decideCapture(hold, lots, points(wanted), now);

describe('a hold', () => {
  it('lasts a quarter of an hour, or from a second to a day; an account has a thousand at most', () => {
    expect(HOLD_SECONDS).to.deep.equal({ shortest: 1, usual: 900, longest: 86_400 });
    expect(OPEN_HOLDS_PER_ACCOUNT).to.equal(1_000);
  });

  it('holds what its draws are together', () => {
    expect(heldPoints(aHold())).to.equal(8n);
    expect(heldPoints({ draws: [] })).to.equal(0n);
  });

  describe('that is captured', () => {
    it('in part takes from the first lots of what was held', () => {
      expect(capture(aHold(), 1n)).to.deep.equal({ kind: 'captured', draws: [draw(first, 1n)], extra: 0n });
      expect(capture(aHold(), 5n)).to.deep.equal({ kind: 'captured', draws: [draw(first, 5n)], extra: 0n });
      const over = [draw(first, 5n), draw(second, 1n)];
      expect(capture(aHold(), 6n)).to.deep.equal({ kind: 'captured', draws: over, extra: 0n });
    });

    it('in full takes what was held, whether or not it may take more', () => {
      for (const hold of [aHold(), MAY_EXCEED]) {
        expect(capture(hold, 8n)).to.deep.equal({ kind: 'captured', draws: hold.draws, extra: 0n });
      }
    });

    it('touches no other lot as long as what was held is enough', () => {
      const lots = [aLot().of(100n).expiring(msAfter(NOON, 1))];
      expect(capture(MAY_EXCEED, 8n, lots)).to.deep.equal({ kind: 'captured', draws: MAY_EXCEED.draws, extra: 0n });
    });

    it('takes what was held even where its lots have expired', () => {
      const expired = [aLot().of(0n).named(first).expiring(msAfter(NOON, -1))];
      expect(capture(aHold(), 8n, expired)).to.deep.include({ kind: 'captured', extra: 0n });
    });

    it('for more than was held is refused where it may not take more', () => {
      const lots = [aLot().of(100n)];
      expect(capture(aHold(), 9n, lots)).to.deep.equal({ kind: 'more_than_held', held: 8n });
    });

    it('for more than was held takes the rest from the account in draw order, one draw per lot', () => {
      const lots = [
        aLot().of(100n).named(third).expiring(msAfter(NOON, 9)),
        aLot().of(2n).named(second).expiring(msAfter(NOON, 8)),
      ];
      expect(capture(MAY_EXCEED, 9n, lots)).to.deep.equal({
        ...{ kind: 'captured', draws: [draw(first, 5n), draw(second, 4n)], extra: 1n },
      });
      expect(capture(MAY_EXCEED, 13n, lots)).to.deep.equal({
        ...{ kind: 'captured', draws: [draw(first, 5n), draw(second, 5n), draw(third, 3n)], extra: 5n },
      });
    });

    it('for more than the account has is refused, with what is missing beyond the hold', () => {
      const lots = [aLot().of(2n)];
      expect(capture(MAY_EXCEED, 10n, lots)).to.have.property('kind', 'captured');
      expect(capture(MAY_EXCEED, 11n, lots)).to.deep.equal({
        ...{ kind: 'insufficient_points', requested: 3n, available: 2n },
      });
      const expired = [aLot().of(9n).expiring(NOON)];
      expect(capture(MAY_EXCEED, 9n, expired)).to.deep.equal({
        ...{ kind: 'insufficient_points', requested: 1n, available: 0n },
      });
    });

    it('too late is over', () => {
      const last = msAfter(NOON, MINUTE - 1);
      expect(capture(aHold(), 8n, [], last)).to.have.property('kind', 'captured');
      for (const ms of [0, 1]) {
        const late = msAfter(NOON, MINUTE + ms);
        expect(capture(aHold(), 8n, [], late)).to.deep.equal({ kind: 'hold_ended', state: 'expired' });
        expect(capture(aHold(), 9n, [], late)).to.deep.equal({ kind: 'hold_ended', state: 'expired' });
      }
    });
  });

  describe('that was captured before', () => {
    const captured = aHold({
      mayExceed: true,
      state: { kind: 'captured', points: points(6n), availableAfter: points(40n), endedAt: NOON },
    });

    it('for the same gives the same answer again, even after it would have expired', () => {
      for (const now of [NOON, msAfter(NOON, 2 * MINUTE)]) {
        expect(capture(captured, 6n, [], now)).to.deep.include({
          ...{ kind: 'captured_before', points: 6n, availableAfter: 40n },
        });
      }
    });

    it('for something else has ended', () => {
      for (const wanted of [5n, 7n, 9n]) {
        expect(capture(captured, wanted, [aLot().of(100n)])).to.deep.equal({ kind: 'hold_ended', state: 'captured' });
      }
    });
  });

  it('that was released has ended, whoever released it', () => {
    for (const why of ['service', 'expiry'] as const) {
      const released = aHold({ state: { kind: 'released', why, availableAfter: points(0n), endedAt: NOON } });
      expect(capture(released, 8n)).to.deep.equal({ kind: 'hold_ended', state: 'released' });
    }
  });

  it('gives the first of its points', () => {
    const draws = [draw(first, 5n), draw(second, 3n)];
    expect(firstOf(draws, points(0n))).to.deep.equal([]);
    expect(firstOf(draws, points(4n))).to.deep.equal([draw(first, 4n)]);
    expect(firstOf(draws, points(7n))).to.deep.equal([draw(first, 5n), draw(second, 2n)]);
    expect(firstOf(draws, points(99n))).to.deep.equal(draws);
    expect(firstOf([], points(1n))).to.deep.equal([]);
  });

  it('of any size, captured for any amount, takes that amount from lots that have it, or nothing', () => {
    const seen: Record<string, number> = {};
    fc.assert(
      fc.property(anyLots, anyRequest, anyRequest, fc.boolean(), (lots, size, wanted, mayExceed) => {
        const decision = decideConsumption(lots, size, NOON);
        fc.pre(decision.kind === 'covered');
        const { draws } = decision.kind === 'covered' ? decision : expect.fail();
        const left = applyDraws(lots, draws);
        const outcome = decideCapture(aHold({ draws, mayExceed }), left, wanted, NOON);
        seen[outcome.kind] = (seen[outcome.kind] ?? 0) + 1;
        const available = sum(left.filter(({ expiresAt }) => expiresAt > NOON).map(({ remaining }) => remaining));
        const covered = wanted <= size || (mayExceed && wanted - size <= available);
        expect(outcome.kind === 'captured').to.equal(covered);
        if (outcome.kind !== 'captured') return;
        expect(sum(outcome.draws.map((each) => each.points))).to.equal(wanted);
        expect(outcome.extra).to.equal(wanted - min(wanted, size));
        expect(new Set(outcome.draws.map(({ lotId }) => lotId)).size, 'one draw per lot').to.equal(
          outcome.draws.length,
        );
        // What was held goes back first; throws where a lot has less.
        applyDraws(undoDraws(left, draws), outcome.draws);
      }),
      { numRuns: 1_000, seed: 5 },
    );
    expect(seen).to.have.all.keys('captured', 'more_than_held', 'insufficient_points');
    expect(Math.min(...Object.values(seen))).to.be.above(50);
  });
});
