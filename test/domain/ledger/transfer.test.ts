import { expect } from 'chai';
import { wholeTransfer } from '../../../src/domain/ledger/transfer.ts';
import { aLot } from '../../support/builders.ts';
import { DAY, msAfter, NOON } from '../../support/instants.ts';

describe('a whole transfer', () => {
  it('takes what may be spent, in the order in which calls would, each with its expiry', () => {
    const [soon, late] = [
      aLot().of(5n).expiring(msAfter(NOON, DAY)),
      aLot()
        .of(7n)
        .expiring(msAfter(NOON, 9 * DAY)),
    ];
    const expired = aLot().of(9n).expiring(NOON);
    expect(wholeTransfer([late, expired, soon, aLot().of(0n)], NOON)).to.deep.equal({
      points: 12n,
      portions: [
        { lotId: soon.id, points: 5n, expiresAt: soon.expiresAt },
        { lotId: late.id, points: 7n, expiresAt: late.expiresAt },
      ],
    });
  });

  it('of an empty account moves nothing', () => {
    expect(wholeTransfer([], NOON)).to.deep.equal({ points: 0n, portions: [] });
  });
});
