import { expect } from 'chai';
import { firstTryAt, isStuck, nextRefundPollAt, nextSendAt } from '../../../src/domain/ordering/refund-schedule.ts';
import { DAY, MINUTE, msAfter, NOON, SECOND } from '../../support/instants.ts';
import { inEveryState } from '../../support/refund-builders.ts';

const since = (at: Date): number => at.getTime() - NOON.getTime();

describe('a refund that is to be sent', () => {
  it('is sent again after 10 s, 30 s, 1, 5, 10 and 30 minutes, and then every hour', () => {
    const delays = Array.from({ length: 9 }, (_, index) => since(nextSendAt(index + 1, NOON)) / SECOND);
    expect(delays).to.deep.equal([10, 30, 60, 300, 600, 1_800, 3_600, 3_600, 3_600]);
  });

  it('is stuck a day after it was decided', () => {
    const refund = { decidedAt: NOON };
    expect([isStuck(refund, msAfter(NOON, DAY - 1)), isStuck(refund, msAfter(NOON, DAY))]).to.deep.equal([false, true]);
  });
});

describe('a refund that was accepted', () => {
  it('is asked about after 1, 5, 10, 20 and then every 30 minutes', () => {
    const delays = Array.from({ length: 7 }, (_, polls) => since(nextRefundPollAt(polls, NOON, NOON)) / MINUTE);
    expect(delays).to.deep.equal([1, 5, 10, 20, 30, 30, 30]);
  });

  it('is asked about once a day after 400 days', () => {
    const late = (ms: number) => nextRefundPollAt(9, msAfter(NOON, -ms), NOON);
    expect(since(late(400 * DAY))).to.equal(30 * MINUTE);
    expect(since(late(400 * DAY + 1))).to.equal(DAY);
  });
});

describe('the first step of a refund', () => {
  const due = { approved: 0, processing: 2 * MINUTE, abnormal: 2 * MINUTE };
  for (const refund of inEveryState()) {
    const expected = (due as Record<string, number>)[refund.status] ?? null;
    it(`that is ${refund.status} is ${expected === null ? 'nobody’s' : `due after ${expected / MINUTE} min`}`, () => {
      const at = firstTryAt(refund);
      expect(at && since(at)).to.equal(expected);
    });
  }
});
