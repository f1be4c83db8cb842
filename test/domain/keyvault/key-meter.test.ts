import { expect } from 'chai';
import {
  type KeyMeter,
  meterAfterExtra,
  meterAfterReturn,
  meterAfterUse,
  meterAt,
  unusedMeter,
  windowAt,
  windowEnd,
} from '../../../src/domain/keyvault/key-meter.ts';
import type { BeijingDay } from '../../../src/domain/shared/beijing-time.ts';
import { points } from '../../../src/domain/shared/points.ts';
import { beijing, msAfter, NOON } from '../../support/instants.ts';

const unlimited = { rateLimit: null };
/** Windows of a minute; NOON begins one of them. */
const limited = { rateLimit: { calls: 5, seconds: 60 } };
const WINDOW = 29_474_160n;
const MIDNIGHT = beijing('2026-01-16 00:00');

const meter = (change: Partial<KeyMeter> = {}): KeyMeter => ({
  ...{ day: '2026-01-15' as BeijingDay, callsToday: 7, pointsToday: points(20n), pointsTotal: points(100n) },
  ...{ window: WINDOW, callsInWindow: 3, lastUsedAt: msAfter(NOON, -1) },
  ...change,
});

describe('the meter of a key', () => {
  it('starts with nothing, on the day in Beijing', () => {
    const nothing = { callsToday: 0, pointsToday: 0n, pointsTotal: 0n, window: 0n, callsInWindow: 0, lastUsedAt: null };
    expect(unusedMeter(NOON)).to.deep.equal({ day: '2026-01-15', ...nothing });
    expect(unusedMeter(msAfter(MIDNIGHT, -1)).day).to.equal('2026-01-15');
    expect(unusedMeter(MIDNIGHT).day).to.equal('2026-01-16');
  });

  describe('has windows', () => {
    it('that begin at multiples of their length since 1970', () => {
      expect(windowAt(limited, NOON)).to.equal(WINDOW);
      expect(windowAt(limited, msAfter(NOON, -1))).to.equal(WINDOW - 1n);
      expect(windowAt(limited, msAfter(NOON, 59_999))).to.equal(WINDOW);
      expect(windowAt(limited, msAfter(NOON, 60_000))).to.equal(WINDOW + 1n);
      expect(windowAt({ rateLimit: { calls: 1, seconds: 1 } }, NOON)).to.equal(1_768_449_600n);
      expect(windowAt({ rateLimit: { calls: 1, seconds: 86_400 } }, NOON)).to.equal(20_468n);
    });

    it('none without a limit', () => {
      expect(windowAt(unlimited, NOON)).to.equal(0n);
    });

    it('that end where the next begins', () => {
      const { rateLimit } = limited;
      for (const ms of [0, 1, 59_999]) {
        expect(windowEnd(rateLimit, msAfter(NOON, ms))).to.deep.equal(msAfter(NOON, 60_000));
      }
      expect(windowEnd(rateLimit, msAfter(NOON, 60_000))).to.deep.equal(msAfter(NOON, 120_000));
      const uneven = { calls: 1, seconds: 7 };
      const end = windowEnd(uneven, NOON);
      expect(end.getTime() % 7_000).to.equal(0);
      expect(end.getTime() - NOON.getTime()).to.be.within(1, 7_000);
    });
  });

  describe('read later', () => {
    it('is as it was within the day and the window', () => {
      expect(meterAt(meter(), limited, NOON)).to.deep.equal(meter());
      expect(meterAt(meter(), limited, msAfter(NOON, 59_999))).to.deep.equal(meter());
    });

    it('counts no calls of another window, and still those of the day', () => {
      for (const [ms, window] of [
        [60_000, WINDOW + 1n],
        [-1, WINDOW - 1n],
      ] as const) {
        expect(meterAt(meter(), limited, msAfter(NOON, ms))).to.deep.equal(meter({ window, callsInWindow: 0 }));
      }
    });

    it('counts nothing of another day but the total', () => {
      const last = meter({ window: windowAt(limited, MIDNIGHT) });
      expect(meterAt(last, limited, msAfter(MIDNIGHT, -1))).to.deep.include({ day: '2026-01-15', callsToday: 7 });
      expect(meterAt(last, limited, MIDNIGHT)).to.deep.equal({
        ...last,
        ...{ day: '2026-01-16', callsToday: 0, pointsToday: 0n },
      });
      const yesterday = meter({ day: '2026-01-16' as BeijingDay });
      expect(meterAt(yesterday, limited, NOON)).to.deep.include({ day: '2026-01-15', callsToday: 0, pointsToday: 0n });
    });

    it('has no window once the key has no limit', () => {
      expect(meterAt(meter(), unlimited, NOON)).to.deep.equal(meter({ window: 0n, callsInWindow: 0 }));
      const without = meter({ window: 0n });
      expect(meterAt(without, unlimited, NOON)).to.deep.equal(without);
    });
  });

  it('counts a use in everything, and when it was', () => {
    const now = msAfter(NOON, 5);
    expect(meterAfterUse(meter(), limited, { calls: 2, points: points(6n), now })).to.deep.equal({
      ...{ day: '2026-01-15', callsToday: 9, pointsToday: 26n, pointsTotal: 106n },
      ...{ window: WINDOW, callsInWindow: 5, lastUsedAt: now },
    });
  });

  it('counts the first use of a day and of a window from nothing', () => {
    expect(meterAfterUse(meter(), limited, { calls: 2, points: points(6n), now: MIDNIGHT })).to.deep.equal({
      ...{ day: '2026-01-16', callsToday: 2, pointsToday: 6n, pointsTotal: 106n },
      ...{ window: windowAt(limited, MIDNIGHT), callsInWindow: 2, lastUsedAt: MIDNIGHT },
    });
    const again = meterAfterUse(meter(), limited, { calls: 2, points: points(6n), now: msAfter(NOON, 60_000) });
    expect(again).to.deep.include({ callsToday: 9, pointsToday: 26n, callsInWindow: 2 });
  });

  it('counts points beyond a hold without counting a call', () => {
    expect(meterAfterExtra(meter(), limited, points(6n), NOON)).to.deep.equal({
      ...meter({ pointsToday: points(26n), pointsTotal: points(106n), lastUsedAt: NOON }),
    });
    expect(meterAfterExtra(meter(), limited, points(6n), MIDNIGHT)).to.deep.include({
      ...{ day: '2026-01-16', callsToday: 0, pointsToday: 6n, pointsTotal: 106n, callsInWindow: 0 },
    });
  });

  describe('when points come back', () => {
    const returned = points(5n);

    it('on the day on which they were taken, has them again in both budgets, and the calls stay counted', () => {
      expect(meterAfterReturn(meter(), returned, beijing('2026-01-15 00:00'), NOON)).to.deep.equal(
        meter({ pointsToday: points(15n), pointsTotal: points(95n) }),
      );
      expect(meterAfterReturn(meter(), points(20n), NOON, msAfter(MIDNIGHT, -1)).pointsToday).to.equal(0n);
    });

    it('that were taken on another day, has them again in the total alone', () => {
      const total = meter({ pointsTotal: points(95n) });
      expect(meterAfterReturn(meter(), returned, msAfter(beijing('2026-01-15 00:00'), -1), NOON)).to.deep.equal(total);
    });

    it('on a day on which the key was not used yet, has them again in the total alone', () => {
      const total = meter({ pointsTotal: points(95n) });
      expect(meterAfterReturn(meter(), returned, NOON, MIDNIGHT)).to.deep.equal(total);
      expect(meterAfterReturn(meter(), returned, MIDNIGHT, MIDNIGHT)).to.deep.equal(total);
    });

    it('is a fault where more comes back than was taken', () => {
      expect(() => meterAfterReturn(meter(), points(101n), msAfter(NOON, -86_400_000), NOON)).to.throw(RangeError);
      expect(() => meterAfterReturn(meter(), points(101n), NOON, NOON)).to.throw(RangeError);
    });

    it('of a call that the day has not counted, because it was made before there were meters, leaves the day at nothing', () => {
      const total = meter({ pointsToday: points(0n), pointsTotal: points(79n) });
      expect(meterAfterReturn(meter(), points(21n), NOON, NOON)).to.deep.equal(total);
    });
  });
});
