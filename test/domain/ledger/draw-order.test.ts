import { expect } from 'chai';
import fc from 'fast-check';
import { compareDrawOrder } from '../../../src/domain/ledger/lot.ts';
import { aLot } from '../../support/builders.ts';
import { msAfter, NOON } from '../../support/instants.ts';
import { anyLots } from './arbitrary-lots.ts';

describe('draw order', () => {
  it('takes what expires first', () => {
    const soon = aLot().expiring(msAfter(NOON, 1)).granted(msAfter(NOON, 9));
    const later = aLot().bonus().expiring(msAfter(NOON, 2)).granted(NOON);
    expect(compareDrawOrder(soon, later)).to.be.below(0);
  });

  it('takes bonus before paid points of the same expiry', () => {
    const bonus = aLot().bonus().granted(msAfter(NOON, 9));
    const paid = aLot().granted(NOON).expiring(bonus.expiresAt);
    expect(compareDrawOrder(bonus, paid)).to.be.below(0);
  });

  it('takes the oldest of equal kind and expiry', () => {
    expect(compareDrawOrder(aLot().granted(NOON), aLot().granted(msAfter(NOON, 1)))).to.be.below(0);
  });

  it('takes the smaller id when all else is equal', () => {
    expect(compareDrawOrder(aLot().named('a'), aLot().named('b'))).to.be.below(0);
  });

  it('is a strict total order', () => {
    fc.assert(
      fc.property(anyLots, (lots) => {
        for (const a of lots) {
          for (const b of lots) {
            const order = Math.sign(compareDrawOrder(a, b));
            expect(order === 0, 'only a lot itself is its equal').to.equal(a === b);
            expect(Math.sign(compareDrawOrder(b, a)) + order, 'antisymmetric').to.equal(0);
            for (const c of lots) {
              if (order < 0 && compareDrawOrder(b, c) < 0) {
                expect(compareDrawOrder(a, c), 'transitive').to.be.below(0);
              }
            }
          }
        }
      }),
    );
  });
});
