import { expect } from 'chai';
import { chineseDate, dateTime, lastMoment, slashDate, validUntil } from '../../miniprogram/app/shared/dates.ts';

describe('dates on the screen', () => {
  it('are Beijing’s', () => {
    expect(dateTime('2026-01-14T16:05:00Z')).to.equal('2026-01-15 00:05');
    expect(chineseDate('2026-01-14T16:05:00Z')).to.equal('2026年1月15日');
    expect(slashDate('2024-12-30T16:00:00Z')).to.equal('2024/12/31');
  });

  it('「有效期至」 names the last day on which points count, not the midnight after it', () => {
    expect(validUntil('2025-01-02T00:00:00+08:00')).to.equal('有效期至2025年1月1日');
    expect(slashDate(lastMoment('2025-01-01T00:00:00+08:00'))).to.equal('2024/12/31');
  });
});
