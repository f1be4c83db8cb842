import { expect } from 'chai';
import { type Correction, decideAdjustment, isSameCorrection } from '../../../src/domain/ledger/adjustment.ts';
import type { LotId } from '../../../src/domain/shared/ids.ts';
import { points } from '../../../src/domain/shared/points.ts';
import { aLot } from '../../support/builders.ts';
import { newId } from '../../support/ids.ts';
import { DAY, msAfter, NOON } from '../../support/instants.ts';

const credit = (count: bigint, expiresAt = msAfter(NOON, DAY)): Correction => ({
  kind: 'credit',
  points: points(count),
  expiresAt,
});
const debit = (count: bigint): Correction => ({ kind: 'debit', points: points(count) });
const lotId = newId<LotId>();

describe('An adjustment', () => {
  it('gives points as a bonus lot of its own', () => {
    expect(decideAdjustment(credit(5n), [aLot().of(3n)], lotId, NOON)).to.deep.equal({
      kind: 'possible',
      lot: { id: lotId, kind: 'bonus', points: 5n, expiresAt: msAfter(NOON, DAY) },
      lines: [{ kind: 'credit', lotId, points: 5n }],
    });
  });

  it('gives no points that have expired: their first instant without value lies ahead', () => {
    expect(decideAdjustment(credit(5n, NOON), [], lotId, NOON)).to.deep.equal({ kind: 'expiry_not_ahead', now: NOON });
    expect(decideAdjustment(credit(5n, msAfter(NOON, 1)), [], lotId, NOON).kind).to.equal('possible');
  });

  it('takes points in the order in which calls take them', () => {
    const [soon, later] = [aLot().of(3n).expiring(msAfter(NOON, 1)), aLot().of(9n).expiring(msAfter(NOON, 2))];
    expect(decideAdjustment(debit(5n), [later, soon], lotId, NOON)).to.deep.equal({
      kind: 'possible',
      lot: null,
      lines: [
        { kind: 'debit', lotId: soon.id, points: 3n },
        { kind: 'debit', lotId: later.id, points: 2n },
      ],
    });
  });

  it('takes all or nothing, and nothing that has expired', () => {
    const lots = [aLot().of(3n), aLot().of(9n).expiring(NOON)];
    expect(decideAdjustment(debit(4n), lots, lotId, NOON)).to.deep.equal({
      ...{ kind: 'insufficient_points', requested: 4n, available: 3n },
    });
  });

  it('is the same as another one that gives or takes as much, and for as long', () => {
    expect(isSameCorrection(credit(5n), credit(5n))).to.equal(true);
    expect(isSameCorrection(debit(5n), debit(5n))).to.equal(true);
    const others = [credit(6n), debit(5n), credit(5n, msAfter(NOON, 2 * DAY))];
    for (const other of others) expect(isSameCorrection(credit(5n), other)).to.equal(false);
  });
});
