import { expect } from 'chai';
import { keptSince, minuteOf } from '../../../src/domain/keyvault/refused-call.ts';
import { DAY, MINUTE, msAfter, NOON } from '../../support/instants.ts';

describe('A refused call', () => {
  it('is kept for thirty days', () => {
    expect(keptSince(NOON)).to.deep.equal(msAfter(NOON, -30 * DAY));
  });

  it('is counted to its minute', () => {
    expect(minuteOf(NOON)).to.deep.equal(NOON);
    expect(minuteOf(msAfter(NOON, MINUTE - 1))).to.deep.equal(NOON);
    expect(minuteOf(msAfter(NOON, MINUTE))).to.deep.equal(msAfter(NOON, MINUTE));
  });
});
