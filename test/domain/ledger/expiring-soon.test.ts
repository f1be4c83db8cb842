import { expect } from 'chai';
import { EXPIRES_SOON_DAYS, expiringSoon } from '../../../src/domain/ledger/balance.ts';
import { aLot } from '../../support/builders.ts';
import { DAY, msAfter, NOON } from '../../support/instants.ts';

describe('lots that expire soon', () => {
  it('are those of the next days with something left, in the order in which they pay', () => {
    const last = msAfter(NOON, EXPIRES_SOON_DAYS * DAY);
    const lots = [
      aLot().named('last').expiring(last),
      aLot().named('too late').expiring(msAfter(last, 1)),
      aLot().named('expired').expiring(NOON),
      aLot().named('empty').of(0n).expiring(msAfter(NOON, 1)),
      aLot().named('first').expiring(msAfter(NOON, 1)),
    ];
    expect(expiringSoon(lots, NOON).map(({ id }) => id)).to.deep.equal(['first', 'last']);
  });
});
