import { expect } from 'chai';
import { isOnSale } from '../../../src/domain/catalog/package.ts';
import { aPackage } from '../../support/builders.ts';
import { msAfter, NOON } from '../../support/instants.ts';

const onSale = (change: Parameters<typeof aPackage>[0]): boolean => isOnSale(aPackage(change), 'miniprogram', NOON);

describe('a package on sale', () => {
  it('is one that is enabled', () => {
    expect(onSale({ enabled: true })).to.equal(true);
    expect(onSale({ enabled: false })).to.equal(false);
  });

  it('is sold at its storefronts only', () => {
    const webOnly = aPackage({ storefronts: ['web'] });
    expect(isOnSale(webOnly, 'web', NOON)).to.equal(true);
    expect(isOnSale(webOnly, 'miniprogram', NOON)).to.equal(false);
  });

  it('is sold from the first instant of its window', () => {
    expect(onSale({ saleStartsAt: msAfter(NOON, 1) })).to.equal(false);
    expect(onSale({ saleStartsAt: NOON })).to.equal(true);
  });

  it('is no longer sold from the end of its window on', () => {
    expect(onSale({ saleEndsAt: msAfter(NOON, 1) })).to.equal(true);
    expect(onSale({ saleEndsAt: NOON })).to.equal(false);
  });

  it('is not sold once its points would have expired', () => {
    expect(onSale({ validity: { kind: 'until', until: msAfter(NOON, 1) } })).to.equal(true);
    expect(onSale({ validity: { kind: 'until', until: NOON } })).to.equal(false);
  });
});
