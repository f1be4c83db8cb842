import { expect } from 'chai';
import {
  deliveryOf,
  firstReportAt,
  isHopeless,
  isLate,
  nextReportAt,
} from '../../../src/domain/ordering/deliveries.ts';
import type { OutTradeNo } from '../../../src/domain/shared/ids.ts';
import { points } from '../../../src/domain/shared/points.ts';
import { anAttempt, aPaidOrder, OURS, someTerms } from '../../support/builders.ts';
import { DAY, MINUTE, msAfter, NOON } from '../../support/instants.ts';

describe('a delivery is reported', () => {
  it('a minute after the payment', () => {
    expect(firstReportAt(NOON)).to.deep.equal(msAfter(NOON, MINUTE));
  });

  const delays = [1, 2, 5, 10, 30, 60, 60, 60];
  for (const [index, minutes] of delays.entries()) {
    it(`${minutes} min after the try before, when ${index + 1} tries have failed`, () => {
      expect(nextReportAt(index + 1, NOON)).to.deep.equal(msAfter(NOON, minutes * MINUTE));
    });
  }

  const owed = { outTradeNo: 'a'.repeat(32) as OutTradeNo, owedSince: NOON, tries: 9 };

  it('late from six hours on', () => {
    expect(isLate(owed, msAfter(NOON, 6 * 60 * MINUTE - 1))).to.equal(false);
    expect(isLate(owed, msAfter(NOON, 6 * 60 * MINUTE))).to.equal(true);
  });

  it('no more from seven days on', () => {
    expect(isHopeless(owed, msAfter(NOON, 7 * DAY - 1))).to.equal(false);
    expect(isHopeless(owed, msAfter(NOON, 7 * DAY))).to.equal(true);
  });

  it('by what was paid, by whom, and what it bought', () => {
    const terms = someTerms({ packageName: '入门包', points: points(100n), bonusPoints: points(20n) });
    const order = aPaidOrder({ terms });
    expect(deliveryOf(order, anAttempt(order))).to.deep.equal({
      outTradeNo: order.outTradeNo,
      transactionId: order.transactionId,
      gateway: 'jsapi',
      payerOpenid: OURS.openid,
      description: '入门包 120点*1',
    });
  });
});
