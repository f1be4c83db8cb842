import { expect } from 'chai';
import { checkoutExpiry, checkoutStatus, coversPackage } from '../../../src/domain/identity/checkout-session.ts';
import type { PackageId } from '../../../src/domain/shared/ids.ts';
import { aCheckout } from '../../support/builders.ts';
import { newId } from '../../support/ids.ts';
import { MINUTE, msAfter, NOON } from '../../support/instants.ts';

describe('a checkout that a service has opened', () => {
  const checkout = aCheckout();
  const { expiresAt: END } = checkout;
  const none = { isPaid: false, isPending: false };

  it('is there for an hour', () => {
    expect(checkoutExpiry(NOON)).to.deep.equal(msAfter(NOON, 60 * MINUTE));
  });

  it('is open until its end, and longer while an order waits for its payment', () => {
    expect(checkoutStatus(checkout, none, msAfter(END, -1))).to.equal('open');
    expect(checkoutStatus(checkout, none, END)).to.equal('expired');
    expect(checkoutStatus(checkout, { ...none, isPending: true }, END)).to.equal('open');
  });

  it('is paid for good', () => {
    for (const now of [NOON, END]) {
      expect(checkoutStatus(checkout, { isPaid: true, isPending: true }, now)).to.equal('paid');
    }
  });

  it('buys the packages that it is for, or any where it is for none', () => {
    const [wanted, too, other] = [newId<PackageId>(), newId<PackageId>(), newId<PackageId>()];
    for (const each of [wanted, too]) expect(coversPackage({ packageIds: [wanted, too] }, each)).to.equal(true);
    expect(coversPackage({ packageIds: [wanted, too] }, other)).to.equal(false);
    expect(coversPackage({ packageIds: null }, other)).to.equal(true);
  });
});
