import { expect } from 'chai';
import { isRunningAt, type Promotion, promotionStatus } from '../../../src/domain/catalog/promotion.ts';
import { aPromotion } from '../../support/builders.ts';
import { msAfter, NOON } from '../../support/instants.ts';

const statusOf = (change: Partial<Promotion>) => promotionStatus(aPromotion(change), NOON);

describe('a promotion', () => {
  it('has not started before its first instant, and runs from it on', () => {
    expect(statusOf({ startsAt: msAfter(NOON, 1) })).to.equal('not_started');
    expect(statusOf({ startsAt: NOON })).to.equal('running');
  });

  it('has ended at its end', () => {
    expect(statusOf({ endsAt: msAfter(NOON, 1) })).to.equal('running');
    expect(statusOf({ endsAt: NOON })).to.equal('ended');
  });

  it('without an end runs on', () => {
    const open = aPromotion({ endsAt: null });
    expect(promotionStatus(open, new Date('2999-01-01T00:00:00Z'))).to.equal('running');
  });

  it('that is switched off is off, whatever its window says', () => {
    for (const window of [{}, { startsAt: msAfter(NOON, 1) }, { endsAt: NOON }]) {
      expect(statusOf({ ...window, enabled: false })).to.equal('off');
    }
  });

  it('runs at its storefronts only', () => {
    const webOnly = aPromotion({ storefronts: ['web'] });
    expect(isRunningAt(webOnly, 'web', NOON)).to.equal(true);
    expect(isRunningAt(webOnly, 'miniprogram', NOON)).to.equal(false);
    expect(isRunningAt({ ...webOnly, enabled: false }, 'web', NOON)).to.equal(false);
  });
});
