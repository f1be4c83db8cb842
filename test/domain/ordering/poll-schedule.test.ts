import { expect } from 'chai';
import { nextPollAt } from '../../../src/domain/ordering/payment-attempt.ts';
import { DAY, MINUTE, msAfter, NOON, SECOND } from '../../support/instants.ts';

describe('the provider is asked for an open attempt', () => {
  const delays = [5, 15, 30, 60, 180, 600, 600, 600];
  for (const [pollCount, seconds] of delays.entries()) {
    it(`after ${seconds} s when it was asked ${pollCount} times before`, () => {
      expect(nextPollAt(pollCount, msAfter(NOON, DAY), NOON)).to.deep.equal(msAfter(NOON, seconds * SECOND));
    });

    it(`for the last time 15 minutes after it expired, when it was asked ${pollCount} times before`, () => {
      const [expiresAt, last] = [NOON, msAfter(NOON, 15 * MINUTE)];
      const now = msAfter(last, -seconds * SECOND);
      expect(nextPollAt(pollCount, expiresAt, now)).to.deep.equal(last);
      expect(nextPollAt(pollCount, expiresAt, msAfter(now, 1))).to.equal(null);
    });
  }

  it('no more when the time for it has long gone', () => {
    expect(nextPollAt(0, NOON, msAfter(NOON, DAY))).to.equal(null);
  });
});
