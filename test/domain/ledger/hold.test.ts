import { expect } from 'chai';
import {
  captureLines,
  decideCapture,
  decidePlaceHold,
  decideRelease,
  firstOf,
  HOLD_SECONDS,
  type Hold,
  type HoldState,
  holdExpiry,
  isSameHold,
  OPEN_HOLDS_PER_ACCOUNT,
} from '../../../src/domain/ledger/hold.ts';
import type { AccountId, HoldId, LotId } from '../../../src/domain/shared/ids.ts';
import { points } from '../../../src/domain/shared/points.ts';
import { aCall, aLot, IMAGE_API, TEXT_API } from '../../support/builders.ts';
import { newId } from '../../support/ids.ts';
import { DAY, msAfter, NOON, SECOND } from '../../support/instants.ts';

const [A, B, C] = ['a', 'b', 'c'] as [LotId, LotId, LotId];
const draw = (lotId: LotId, drawn: bigint) => ({ lotId, points: points(drawn) });
const ENDS = msAfter(NOON, 900 * SECOND);
const CAPTURED: HoldState = { kind: 'captured', points: points(4n), availableAfter: points(7n), endedAt: NOON };
const RELEASED: HoldState = { kind: 'released', why: 'service', availableAfter: points(9n), endedAt: NOON };

/** 10 points out of two lots. */
const aHold = (change: Partial<Hold> = {}): Hold => ({
  ...{ id: newId<HoldId>(), accountId: newId<AccountId>(), draws: [draw(A, 6n), draw(B, 4n)] },
  ...{ call: aCall({ quantity: 2 }), byPrice: false, mayExceed: false, availableAfter: points(0n) },
  ...{ heldAt: NOON, expiresAt: ENDS, state: { kind: 'open' } },
  ...change,
});

describe('a hold', () => {
  it('takes from the lots what a call would take, all or nothing', () => {
    const lots = [aLot().named('a').of(6n).expiring(msAfter(NOON, 1)), aLot().named('b').of(5n)];
    const covered = { kind: 'covered', draws: [draw(A, 6n), draw(B, 4n)], availableAfter: 1n };
    expect(decidePlaceHold(lots, points(10n), 0, NOON)).to.deep.equal(covered);
    const missing = { kind: 'insufficient_points', requested: 12n, available: 11n };
    expect(decidePlaceHold(lots, points(12n), 0, NOON)).to.deep.equal(missing);
    expect(decidePlaceHold(lots, points(10n), 0, msAfter(NOON, 1))).to.include({ available: 5n });
  });

  it('is refused once the account has as many as it may', () => {
    const lots = [aLot().of(1n)];
    const refusal = { kind: 'too_many_holds', limit: OPEN_HOLDS_PER_ACCOUNT };
    expect(decidePlaceHold(lots, points(1n), OPEN_HOLDS_PER_ACCOUNT - 1, NOON).kind).to.equal('covered');
    expect(decidePlaceHold(lots, points(1n), OPEN_HOLDS_PER_ACCOUNT, NOON)).to.deep.equal(refusal);
    expect(decidePlaceHold([], points(1n), OPEN_HOLDS_PER_ACCOUNT, NOON)).to.deep.equal(refusal);
  });

  it('lives from a second to a day', () => {
    expect(holdExpiry(NOON, HOLD_SECONDS.shortest)).to.deep.equal(msAfter(NOON, SECOND));
    expect(holdExpiry(NOON, HOLD_SECONDS.longest)).to.deep.equal(msAfter(NOON, DAY));
    for (const seconds of [0, HOLD_SECONDS.longest + 1, Number.NaN]) {
      expect(() => holdExpiry(NOON, seconds), String(seconds)).to.throw(RangeError);
    }
  });

  it('is the same again by its API, its term, its points and whether it may be exceeded', () => {
    const terms = { apiCode: IMAGE_API, quantity: 9, points: points(10n), seconds: 900 };
    const asked = { ...terms, byPrice: false, mayExceed: false };
    expect(isSameHold(aHold(), asked)).to.equal(true);
    const others = [
      { apiCode: TEXT_API },
      { points: points(9n) },
      { seconds: 901 },
      { mayExceed: true },
      { byPrice: true },
    ];
    for (const other of others)
      expect(isSameHold(aHold(), { ...asked, ...other }), Object.keys(other)[0]).to.equal(false);
  });

  it('is the same again by the number of calls, where the price said how many points', () => {
    const asked = {
      apiCode: IMAGE_API,
      quantity: 2,
      points: points(999n),
      seconds: 900,
      byPrice: true,
      mayExceed: false,
    };
    expect(isSameHold(aHold({ byPrice: true }), asked)).to.equal(true);
    expect(isSameHold(aHold({ byPrice: true }), { ...asked, quantity: 3 })).to.equal(false);
  });
});

describe('a capture', () => {
  const capture = (hold: Hold, wanted: bigint, lots = [aLot().named('c').of(5n)], now = NOON) =>
    decideCapture(hold, lots, points(wanted), now);

  it('takes a part of what is held, in the order in which it was drawn', () => {
    expect(capture(aHold(), 1n)).to.deep.equal({ kind: 'captured', draws: [draw(A, 1n)], extra: 0n });
    expect(capture(aHold(), 6n)).to.deep.include({ draws: [draw(A, 6n)] });
    expect(capture(aHold(), 7n)).to.deep.include({ draws: [draw(A, 6n), draw(B, 1n)] });
  });

  it('takes all of it', () => {
    expect(capture(aHold(), 10n)).to.deep.equal({ kind: 'captured', draws: aHold().draws, extra: 0n });
  });

  it('takes no more where that was not agreed, however much there is', () => {
    expect(capture(aHold(), 11n)).to.deep.equal({ kind: 'more_than_held', held: 10n });
  });

  it('takes more where that was agreed and the rest of the account covers it', () => {
    const hold = aHold({ mayExceed: true });
    const draws = [...hold.draws, draw(C, 5n)];
    expect(capture(hold, 15n)).to.deep.equal({ kind: 'captured', draws, extra: 5n });
    expect(capture(hold, 16n)).to.deep.equal({ kind: 'insufficient_points', requested: 6n, available: 5n });
    const stale = [aLot().named('c').of(5n).expiring(NOON)];
    expect(capture(hold, 11n, stale)).to.deep.equal({ kind: 'insufficient_points', requested: 1n, available: 0n });
  });

  it('draws from a lot once, also where it gave some before', () => {
    const rest = [aLot().named('b').of(3n)];
    expect(capture(aHold({ mayExceed: true }), 12n, rest)).to.deep.include({ draws: [draw(A, 6n), draw(B, 6n)] });
  });

  it('ends with the term of the hold, to the millisecond', () => {
    expect(capture(aHold(), 1n, [], msAfter(ENDS, -1)).kind).to.equal('captured');
    expect(capture(aHold(), 1n, [], ENDS)).to.deep.equal({ kind: 'hold_ended', state: 'expired' });
  });

  it('is answered again as before, and never made twice', () => {
    const hold = aHold({ state: CAPTURED });
    const again = { kind: 'captured_before', points: 4n, availableAfter: 7n, endedAt: NOON };
    expect(capture(hold, 4n)).to.deep.equal(again);
    expect(capture(hold, 4n, [], msAfter(ENDS, DAY))).to.deep.equal(again);
    expect(capture(hold, 5n)).to.deep.equal({ kind: 'hold_ended', state: 'captured' });
    expect(capture(aHold({ state: RELEASED }), 4n)).to.deep.equal({ kind: 'hold_ended', state: 'released' });
  });

  it('gives all back before it takes', () => {
    const [release, consume] = ['release', 'consume'] as const;
    expect(captureLines(aHold(), [draw(A, 2n)])).to.deep.equal([
      { kind: release, ...draw(A, 6n) },
      { kind: release, ...draw(B, 4n) },
      { kind: consume, ...draw(A, 2n) },
    ]);
  });

  it('finds the first points of some draws', () => {
    const draws = [draw(A, 2n), draw(B, 3n)];
    expect(firstOf(draws, points(0n))).to.deep.equal([]);
    expect(firstOf(draws, points(2n))).to.deep.equal([draw(A, 2n)]);
    expect(firstOf(draws, points(5n))).to.deep.equal(draws);
  });
});

describe('a release', () => {
  it('happens when the service asks for it, or when the term is over', () => {
    expect(decideRelease(aHold(), 'service', msAfter(ENDS, -1))).to.deep.equal({ kind: 'released', why: 'service' });
    expect(decideRelease(aHold(), 'service', ENDS)).to.deep.equal({ kind: 'released', why: 'expiry' });
    expect(decideRelease(aHold(), 'expiry', msAfter(ENDS, -1))).to.deep.equal({ kind: 'not_due' });
    expect(decideRelease(aHold(), 'expiry', ENDS)).to.deep.equal({ kind: 'released', why: 'expiry' });
  });

  it('happens once, and never to what was captured', () => {
    for (const asked of ['service', 'expiry'] as const) {
      expect(decideRelease(aHold({ state: RELEASED }), asked, ENDS)).to.deep.equal({ kind: 'released_before' });
      const captured = { kind: 'hold_ended', state: 'captured' };
      expect(decideRelease(aHold({ state: CAPTURED }), asked, ENDS)).to.deep.equal(captured);
    }
  });
});
