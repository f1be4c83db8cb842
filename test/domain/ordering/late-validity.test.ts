import { expect } from 'chai';
import { decideSettlement } from '../../../src/domain/ordering/settlement.ts';
import { anAttempt, aPaymentFor, aPendingOrder, someTerms } from '../../support/builders.ts';
import { beijing, DAY, msAfter, NOON } from '../../support/instants.ts';

describe('the points of a payment that arrives late', () => {
  const until = msAfter(NOON, DAY);

  it('keep their fixed end while it has not come', () => {
    const order = aPendingOrder({ terms: someTerms({ validity: { kind: 'until', until } }) });
    const attempt = anAttempt(order);
    const settlement = decideSettlement(order, attempt, aPaymentFor(attempt), msAfter(until, -1));
    expect(settlement).to.have.nested.property('order.pointsExpireAt', until);
  });

  it('can be spent for thirty days where their fixed end has passed', () => {
    const order = aPendingOrder({ terms: someTerms({ validity: { kind: 'until', until } }) });
    const attempt = anAttempt(order);
    const settlement = decideSettlement(order, attempt, aPaymentFor(attempt), until);
    expect(settlement).to.have.deep.nested.property('order.pointsExpireAt', beijing('2026-02-16 00:00'));
  });
});
