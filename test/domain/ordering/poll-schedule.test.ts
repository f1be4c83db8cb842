import { expect } from 'chai';
import { nextPollAt } from '../../../src/domain/ordering/payment-attempt.ts';
import { NOON, SECOND } from '../../support/instants.ts';

describe('the provider is asked for an open attempt', () => {
  const delays = [5, 15, 30, 60, 180, 600, 600, 600];
  for (const [pollCount, seconds] of delays.entries()) {
    it(`after ${seconds} s when it was asked ${pollCount} times before`, () => {
      expect(nextPollAt(pollCount, NOON).getTime() - NOON.getTime()).to.equal(seconds * SECOND);
    });
  }
});
