import { expect } from 'chai';
import { nextTryAt } from '../../../src/domain/ordering/payment-inbox.ts';
import { msAfter, NOON, SECOND } from '../../support/instants.ts';

describe('the sweep tries a notification', () => {
  const delays = [2, 10, 60, 300, 300, 300];
  for (const [tries, seconds] of delays.entries()) {
    it(`after ${seconds} s when it has tried ${tries} times before`, () => {
      expect(nextTryAt(tries, NOON)).to.deep.equal(msAfter(NOON, seconds * SECOND));
    });
  }
});
