import { expect } from 'chai';
import { ENTRY_KINDS, type Entry, type EntryKind } from '../../../src/domain/ledger/entry.ts';
import { standingOfLot } from '../../../src/domain/ledger/lot-standing.ts';
import type { AccountId } from '../../../src/domain/shared/ids.ts';
import { points } from '../../../src/domain/shared/points.ts';
import { aLot } from '../../support/builders.ts';
import { newId } from '../../support/ids.ts';
import { DAY, msAfter, NOON } from '../../support/instants.ts';
import { sold } from './sold-lots.ts';

const lotOf = (remaining: bigint, granted: bigint) => sold(aLot().of(remaining), granted);

/** A line that is no call's: its kind says whether the points come or go. */
const line = (kind: EntryKind, count: bigint, lotId = lot.id): Entry => {
  const { counterAccount, sign } = ENTRY_KINDS[kind];
  return {
    ...{ accountId: newId<AccountId>(), seq: 1n, kind, counterAccount, change: sign * count, lotId, causeId: newId() },
    ...{ balanceBefore: points(0n), balanceAfter: points(0n), part: 1, parts: 1, at: NOON, call: null, hash: '' },
  };
};
let lot = lotOf(0n, 1n);

describe('where the points of a lot are', () => {
  it('is what calls have spent, and what is left', () => {
    lot = lotOf(70n, 100n);
    expect(standingOfLot(lot, [line('grant', 100n)], NOON)).to.deep.equal({
      ...{ lot, spent: 30n, frozen: 0n, takenBack: 0n, debited: 0n, expired: 0n, left: 70n },
    });
  });

  it('tells frozen points from those that a release has put back', () => {
    lot = lotOf(40n, 100n);
    const entries = [line('grant', 100n), line('freeze', 60n), line('freeze', 10n), line('release', 10n)];
    expect(standingOfLot(lot, entries, NOON)).to.include({ frozen: 60n, spent: 0n, left: 40n });
  });

  it('tells what went back for good', () => {
    lot = lotOf(40n, 100n);
    const burned = [line('freeze', 50n), line('release', 50n), line('claw_back', 50n)];
    expect(standingOfLot(lot, [line('grant', 100n), ...burned], NOON)).to.include({
      takenBack: 50n,
      frozen: 0n,
      spent: 10n,
    });
  });

  it('counts points as expired at once, and the same once they are written off', () => {
    lot = lotOf(40n, 100n);
    const late = msAfter(NOON, 31 * DAY);
    expect(standingOfLot(lot, [line('grant', 100n)], late)).to.include({ expired: 40n, left: 0n, spent: 60n });
    lot = { ...lot, remaining: points(0n) };
    const writtenOff = [line('grant', 100n), line('expire', 40n)];
    expect(standingOfLot(lot, writtenOff, late)).to.include({ expired: 40n, left: 0n, spent: 60n });
  });

  it('tells what an operator has taken, and looks at no other lot', () => {
    lot = lotOf(90n, 100n);
    const entries = [line('grant', 100n), line('debit', 10n), line('debit', 7n, aLot().id)];
    expect(standingOfLot(lot, entries, NOON)).to.include({ debited: 10n, spent: 0n, left: 90n });
  });
});
