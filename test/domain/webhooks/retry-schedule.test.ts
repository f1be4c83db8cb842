import { expect } from 'chai';
import { keptSince, MOST_TRIES, nextTryAt, takenUntil } from '../../../src/domain/webhooks/retry-schedule.ts';
import { DAY, MINUTE, msAfter, NOON, SECOND } from '../../support/instants.ts';

const HOUR = 60 * MINUTE;
const delayOf = (tries: number, change: object = {}): number | null => {
  const at = nextTryAt(tries, NOON, { random: 0, retryAfterMs: null, ...change });
  return at && at.getTime() - NOON.getTime();
};

describe('the tries of a delivery', () => {
  it('are ten, further and further apart, over some three days', () => {
    const delays = Array.from({ length: MOST_TRIES }, (_, nth) => delayOf(nth + 1));
    expect(delays).to.deep.equal([
      ...[5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR],
      null,
    ]);
    expect(MOST_TRIES).to.equal(10);
  });

  it('come up to a fifth later, and never sooner', () => {
    expect(delayOf(1, { random: 0.5 })).to.equal(5_500);
    expect(delayOf(9, { random: 0.999_999 })).to.be.within(28.7 * HOUR, 28.8 * HOUR);
  });

  it('wait as long as the receiver asks, up to an hour', () => {
    expect(delayOf(1, { retryAfterMs: 2 * MINUTE })).to.equal(2 * MINUTE);
    expect(delayOf(1, { retryAfterMs: 30 * DAY })).to.equal(HOUR);
  });

  it('do not come sooner because the receiver says so', () => {
    expect(delayOf(3, { retryAfterMs: 1 })).to.equal(30 * MINUTE);
  });

  it('do not begin anew after the last one, whatever the receiver asks', () => {
    expect(delayOf(10, { retryAfterMs: MINUTE })).to.equal(null);
    expect(delayOf(11)).to.equal(null);
  });

  it('belong to one worker for longer than one can last', () => {
    expect(takenUntil(NOON).getTime() - NOON.getTime()).to.be.greaterThan(15 * SECOND);
  });

  it('are kept in the log for thirty days', () => {
    expect(keptSince(msAfter(NOON, 30 * DAY))).to.deep.equal(NOON);
  });
});
