import { expect } from 'chai';
import {
  meterAfterExtra,
  meterAfterReturn,
  meterAfterUse,
  unusedMeter,
} from '../../../src/domain/keyvault/key-meter.ts';
import { refuseExtra } from '../../../src/domain/keyvault/key-policy.ts';
import { points } from '../../../src/domain/shared/points.ts';
import { anApiKey } from '../../support/builders.ts';
import { beijing, DAY, msAfter, NOON } from '../../support/instants.ts';

const key = anApiKey({ rateLimit: { calls: 5, seconds: 60 } });
const [EVENING, MIDNIGHT] = [beijing('2026-01-15 23:59:59.999'), beijing('2026-01-16 00:00:00.000')];
const used = (at: Date) => meterAfterUse(unusedMeter(at), key, { calls: 1, points: points(10n), now: at });

describe('points that come back', () => {
  it('leave both budgets on the day on which they were taken; the call stays counted', () => {
    const meter = meterAfterReturn(used(NOON), points(4n), NOON, EVENING);
    expect(meter).to.deep.include({
      pointsToday: 6n,
      pointsTotal: 6n,
      callsToday: 1,
      callsInWindow: 1,
      lastUsedAt: NOON,
    });
  });

  it('leave the total alone once that day is over', () => {
    const today = meterAfterUse(used(EVENING), key, { calls: 1, points: points(3n), now: MIDNIGHT });
    expect(meterAfterReturn(today, points(10n), EVENING, MIDNIGHT)).to.deep.include({
      pointsToday: 3n,
      pointsTotal: 3n,
    });
  });

  it('change nothing of a day that nobody has counted since', () => {
    expect(meterAfterReturn(used(EVENING), points(4n), EVENING, MIDNIGHT)).to.deep.include({
      ...{ day: '2026-01-15', pointsToday: 10n, pointsTotal: 6n },
    });
  });

  it('never bring a budget below nothing', () => {
    const older = { ...used(NOON), pointsToday: points(2n), pointsTotal: points(3n) };
    expect(meterAfterReturn(older, points(10n), NOON, NOON)).to.deep.include({ pointsToday: 0n, pointsTotal: 0n });
  });
});

describe('what a call takes beyond its hold', () => {
  it('counts in both budgets, and is no call of its own', () => {
    const meter = meterAfterExtra(used(NOON), key, points(5n), msAfter(NOON, 1));
    expect(meter).to.deep.include({ pointsToday: 15n, pointsTotal: 15n, callsToday: 1, callsInWindow: 1 });
  });

  it('is refused by a budget that it passes', () => {
    const extra = (amount: bigint, now = NOON) => ({ points: points(amount), now });
    const daily = anApiKey({ dailyBudget: points(15n) });
    expect(refuseExtra(daily, used(NOON), extra(5n))).to.equal(null);
    expect(refuseExtra(daily, used(NOON), extra(6n))).to.deep.equal({
      ...{ code: 'daily_budget_exhausted', budget: 15n, spent: 10n, retryAt: MIDNIGHT },
    });
    expect(refuseExtra(daily, used(EVENING), extra(15n, MIDNIGHT))).to.equal(null);
    const total = anApiKey({ totalBudget: points(15n) });
    expect(refuseExtra(total, used(NOON), extra(5n, msAfter(NOON, DAY)))).to.equal(null);
    expect(refuseExtra(total, used(NOON), extra(6n, msAfter(NOON, DAY)))).to.deep.equal({
      ...{ code: 'total_budget_exhausted', budget: 15n, spent: 10n },
    });
  });

  it('is not judged by what admits a call', () => {
    const closed = anApiKey({ enabled: false, scope: [], networks: [], rateLimit: { calls: 1, seconds: 60 } });
    expect(refuseExtra(closed, used(NOON), { points: points(5n), now: NOON })).to.equal(null);
  });
});
