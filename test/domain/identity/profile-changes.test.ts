import { expect } from 'chai';
import {
  judgeFrequency,
  PROFILE_CHANGES_PER_DAY,
  startOfBeijingDay,
} from '../../../src/domain/identity/profile-changes.ts';
import { beijing } from '../../support/instants.ts';

describe('changes of a profile', () => {
  it('are ten a day', () => {
    expect(judgeFrequency(PROFILE_CHANGES_PER_DAY - 1, beijing('2026-01-15 12:00:00'))).to.equal(null);
  });

  it('beyond that wait for the next day in Beijing, to the second', () => {
    expect(judgeFrequency(10, beijing('2026-01-15 23:58:59.500'))).to.deep.equal({
      kind: 'profile_changes_too_frequent',
      retryAfterSeconds: 61,
    });
  });

  it('count from midnight in Beijing', () => {
    const midnight = beijing('2026-01-15 00:00:00');
    expect(startOfBeijingDay(midnight)).to.deep.equal(midnight);
    expect(startOfBeijingDay(beijing('2026-01-15 23:59:59.999'))).to.deep.equal(midnight);
  });
});
