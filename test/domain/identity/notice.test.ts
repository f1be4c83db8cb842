import { expect } from 'chai';
import {
  consentMayFollowAt,
  isTooLate,
  nextDaytime,
  nextSendAt,
} from '../../../src/domain/identity/notice-schedule.ts';
import { byLastDay } from '../../../src/domain/shared/expiring-points.ts';
import { points } from '../../../src/domain/shared/points.ts';
import { beijing, DAY, MINUTE, msAfter, NOON, SECOND } from '../../support/instants.ts';

describe('a notice', () => {
  it('is tried again after a minute, and then less and less often', () => {
    const minutes = [1, 2, 3, 4, 5, 6, 7, 8].map(
      (tries) => (nextSendAt(tries, NOON).getTime() - NOON.getTime()) / MINUTE,
    );
    expect(minutes).to.deep.equal([1, 5, 15, 60, 120, 240, 240, 240]);
  });

  it('is too late after a day', () => {
    const notice = { createdAt: NOON };
    expect([DAY - 1, DAY].map((ms) => isTooLate(notice, msAfter(NOON, ms)))).to.deep.equal([false, true]);
  });

  it('of a payment waits ten minutes for the consent that the next page asks for; no other one does', () => {
    const notice = { kind: 'payment_success', createdAt: NOON } as const;
    expect(consentMayFollowAt(notice, NOON)).to.deep.equal(msAfter(NOON, 30 * SECOND));
    expect(consentMayFollowAt(notice, msAfter(NOON, 10 * MINUTE - 1))).not.to.equal(null);
    expect(consentMayFollowAt(notice, msAfter(NOON, 10 * MINUTE))).to.equal(null);
    for (const kind of ['points_low', 'points_expiring'] as const) {
      expect(consentMayFollowAt({ kind, createdAt: NOON }, NOON)).to.equal(null);
    }
  });

  const hours: readonly (readonly [string, string])[] = [
    ['2026-01-15 00:00:00', '2026-01-15 09:00:00'],
    ['2026-01-15 08:59:59.999', '2026-01-15 09:00:00'],
    ['2026-01-15 09:00:00', '2026-01-15 09:00:00'],
    ['2026-01-15 20:59:59.999', '2026-01-15 20:59:59.999'],
    ['2026-01-15 21:00:00', '2026-01-16 09:00:00'],
    ['2026-01-31 23:59:59', '2026-02-01 09:00:00'],
  ];
  for (const [now, at] of hours) {
    it(`that can wait, found at ${now}, goes out at ${at}`, () => {
      expect(nextDaytime(beijing(now))).to.deep.equal(beijing(at));
    });
  }
});

describe('points that expire', () => {
  it('have their last day together, the next day first; midnight belongs to the day before', () => {
    const all = [
      { points: points(5n), expiresAt: beijing('2026-01-20 00:00:00') },
      { points: points(3n), expiresAt: beijing('2026-01-18 00:00:00') },
      { points: points(4n), expiresAt: beijing('2026-01-17 10:00:00') },
    ];
    expect(byLastDay(all)).to.deep.equal([
      { lastDay: '2026-01-17', points: 7n, expiresAt: beijing('2026-01-17 10:00:00') },
      { lastDay: '2026-01-19', points: 5n, expiresAt: beijing('2026-01-20 00:00:00') },
    ]);
  });

  it('are none where there are none', () => {
    expect(byLastDay([])).to.deep.equal([]);
  });
});
