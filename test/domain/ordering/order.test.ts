import { expect } from 'chai';
import { canReuse, closeOrder, openOrder, type Terms } from '../../../src/domain/ordering/order.ts';
import type { AppliedPromotion } from '../../../src/domain/shared/applied-promotion.ts';
import { fen } from '../../../src/domain/shared/fen.ts';
import type { OrderId, PackageId, UserId } from '../../../src/domain/shared/ids.ts';
import { points } from '../../../src/domain/shared/points.ts';
import type { Validity } from '../../../src/domain/shared/validity.ts';
import { anAppliedPromotion, aPendingOrder, someTerms } from '../../support/builders.ts';
import { newId } from '../../support/ids.ts';
import { MINUTE, msAfter, NOON } from '../../support/instants.ts';

describe('an order', () => {
  it('may be paid for half an hour', () => {
    const order = openOrder(newId<OrderId>(), newId<UserId>(), someTerms(), NOON);
    expect(order).to.deep.include({ status: 'pending', placedAt: NOON, expiresAt: msAfter(NOON, 30 * MINUTE) });
  });

  it('keeps its terms when it is closed', () => {
    const order = aPendingOrder();
    const closed = closeOrder(order, msAfter(NOON, 31 * MINUTE));
    expect(closed).to.deep.equal({ ...order, status: 'closed', closedAt: msAfter(NOON, 31 * MINUTE) });
  });
});

describe('an open order serves again', () => {
  const order = aPendingOrder();
  const { terms } = order;

  it('a buyer who asks for the same', () => {
    expect(canReuse(order, { ...terms }, NOON)).to.equal(true);
  });

  it('a buyer who asks after the package was renamed', () => {
    expect(canReuse(order, { ...terms, packageName: '新名字', packageNameEn: 'New' }, NOON)).to.equal(true);
  });

  const changes: Readonly<Record<string, Partial<Terms>>> = {
    package: { packageId: newId<PackageId>() },
    price: { amountFen: fen(991) },
    'list price': { listPriceFen: fen(991) },
    points: { points: points(101n) },
    bonus: { bonusPoints: points(21n) },
    validity: { validity: { kind: 'days', days: 364 } },
    promotion: { promotions: [anAppliedPromotion()] },
  };
  for (const [what, change] of Object.entries(changes)) {
    it(`but not after a change of the ${what}`, () => {
      expect(canReuse(order, { ...terms, ...change }, NOON)).to.equal(false);
    });
  }

  const promoted = (change: Partial<AppliedPromotion> = {}) => ({ ...terms, promotions: [anAppliedPromotion(change)] });

  it('a buyer who asks after the promotion was renamed', () => {
    const placed = aPendingOrder({ terms: promoted() });
    expect(canReuse(placed, promoted({ name: '新名字' }), NOON)).to.equal(true);
  });

  const otherPromotions: readonly Partial<AppliedPromotion>[] = [
    { code: 'other' },
    { kind: 'amount_off' },
    { firstPurchaseOnly: true },
    { discountFen: fen(11) },
    { bonusPoints: points(1n) },
  ];
  for (const change of otherPromotions) {
    it(`but not under another promotion: ${Object.keys(change)}`, () => {
      const placed = aPendingOrder({ terms: promoted() });
      expect(canReuse(placed, promoted(change), NOON)).to.equal(false);
    });
  }

  it('but not in its last minute, in which WeChat would move the end', () => {
    expect(canReuse(order, terms, msAfter(order.expiresAt, -MINUTE - 1))).to.equal(true);
    expect(canReuse(order, terms, msAfter(order.expiresAt, -MINUTE))).to.equal(false);
  });

  const validities: readonly Validity[] = [
    { kind: 'days', days: 12 },
    { kind: 'days', days: 13 },
    { kind: 'months', months: 12 },
    { kind: 'months', months: 13 },
    { kind: 'until', until: msAfter(NOON, 0) },
    { kind: 'until', until: msAfter(NOON, 1) },
  ];
  it('only for one and the same validity', () => {
    for (const [i, before] of validities.entries()) {
      for (const [j, asked] of validities.entries()) {
        const placed = aPendingOrder({ terms: { ...terms, validity: before } });
        const copy = structuredClone(asked);
        expect(canReuse(placed, { ...terms, validity: copy }, NOON), `${i} and ${j}`).to.equal(i === j);
      }
    }
  });
});
