import { expect } from 'chai';
import {
  meterAfterReturn,
  meterAfterUse,
  meterAt,
  unusedMeter,
  windowAt,
  windowEnd,
} from '../../../src/domain/keyvault/key-meter.ts';
import { points } from '../../../src/domain/shared/points.ts';
import { beijing, DAY, msAfter, NOON, SECOND } from '../../support/instants.ts';

const LIMITED = { rateLimit: { calls: 5, seconds: 60 } };
const UNLIMITED = { rateLimit: null };
const use = (calls: number, now: Date) => ({ calls, points: points(BigInt(calls) * 3n), now });

describe('The meter of a key', () => {
  it('counts calls and points of the day, of the window and of its life', () => {
    const once = meterAfterUse(unusedMeter(NOON), LIMITED, use(2, NOON));
    const twice = meterAfterUse(once, LIMITED, use(1, msAfter(NOON, SECOND)));
    expect(twice).to.include({ callsToday: 3, pointsToday: 9n, pointsTotal: 9n, callsInWindow: 3 });
    expect(twice.lastUsedAt).to.deep.equal(msAfter(NOON, SECOND));
  });

  it('begins each day of Beijing and each window at zero, and a life only once', () => {
    const lastMoment = beijing('2026-01-15 23:59:59.999');
    const before = meterAfterUse(unusedMeter(NOON), LIMITED, use(4, lastMoment));
    const after = meterAfterUse(before, LIMITED, use(1, msAfter(lastMoment, 1)));
    expect(after).to.include({ callsToday: 1, pointsToday: 3n, pointsTotal: 15n, callsInWindow: 1, day: '2026-01-16' });
    expect(meterAt(before, LIMITED, lastMoment)).to.deep.equal(before);
  });

  it('counts in windows that start at multiples of their length', () => {
    const start = windowEnd(LIMITED.rateLimit, NOON);
    expect(start.getTime() % 60_000).to.equal(0);
    expect(windowAt(LIMITED, start) - windowAt(LIMITED, msAfter(start, -1))).to.equal(1n);
  });

  it('counts nothing in the window that never ends, of a key without a limit', () => {
    const used = meterAfterUse(unusedMeter(NOON), UNLIMITED, use(1_000, NOON));
    expect(used).to.include({ callsToday: 1_000, callsInWindow: 0, window: 0n });
  });

  it('gives points back to its life, and to today only what was taken today', () => {
    const used = meterAfterUse(unusedMeter(NOON), LIMITED, use(4, NOON));
    expect(meterAfterReturn(used, points(3n), NOON, NOON)).to.include({
      pointsToday: 9n,
      pointsTotal: 9n,
      callsToday: 4,
    });
    const yesterday = msAfter(NOON, -DAY);
    expect(meterAfterReturn(used, points(3n), yesterday, NOON)).to.include({ pointsToday: 12n, pointsTotal: 9n });
  });
});
