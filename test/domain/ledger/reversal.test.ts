import { expect } from 'chai';
import type { RecordedCall } from '../../../src/domain/ledger/points-ledger.ts';
import { decideReversal, expiredOf } from '../../../src/domain/ledger/reversal.ts';
import type { AccountId, ConsumptionId, LotId, ServiceId } from '../../../src/domain/shared/ids.ts';
import { points } from '../../../src/domain/shared/points.ts';
import { aCall, aLot } from '../../support/builders.ts';
import { newId } from '../../support/ids.ts';
import { msAfter, NOON } from '../../support/instants.ts';

const OURS = newId<ServiceId>();
const [A, B] = ['a', 'b'] as [LotId, LotId];
const draws = [
  { lotId: A, points: points(6n) },
  { lotId: B, points: points(4n) },
];
const aRecordedCall = (change: Partial<RecordedCall> = {}): RecordedCall => ({
  ...{ id: newId<ConsumptionId>(), accountId: newId<AccountId>(), call: aCall({ serviceId: OURS }), draws },
  ...{ points: points(10n), balanceAfter: points(0n), pointsExpireAt: NOON, at: NOON, reversedAt: null },
  ...change,
});

describe('a reversal', () => {
  it('gives each lot what it gave', () => {
    const call = aRecordedCall();
    const lines = draws.map((draw) => ({ kind: 'reverse', ...draw }));
    expect(decideReversal(call, OURS)).to.deep.equal({ kind: 'reversed', call, lines });
  });

  it('happens once', () => {
    expect(decideReversal(aRecordedCall({ reversedAt: NOON }), OURS)).to.deep.equal({ kind: 'reversed_before' });
  });

  it('is for the service that charged the call; others learn nothing, not even that it was undone', () => {
    const other = newId<ServiceId>();
    expect(decideReversal(null, OURS)).to.deep.equal({ kind: 'unknown_usage' });
    expect(decideReversal(aRecordedCall(), other)).to.deep.equal({ kind: 'unknown_usage' });
    expect(decideReversal(aRecordedCall({ reversedAt: NOON }), other)).to.deep.equal({ kind: 'unknown_usage' });
  });

  it('loses what comes back to a lot that has expired', () => {
    const lots = [aLot().named('a').expiring(msAfter(NOON, 1)), aLot().named('b').expiring(msAfter(NOON, 2))];
    expect(expiredOf(draws, lots, NOON)).to.equal(0n);
    expect(expiredOf(draws, lots, msAfter(NOON, 1))).to.equal(6n);
    expect(expiredOf(draws, lots, msAfter(NOON, 2))).to.equal(10n);
  });
});
