import { expect } from 'chai';
import type { CallSummary } from '../../miniprogram/app/api/types.ts';
import { usageChart } from '../../miniprogram/app/shared/usage-chart.ts';

const used = (day: string, api: string, calls: number, points: number) => ({
  ...{ day, api, api_name: api === 'image' ? '图片识别' : null, calls, points, points_returned: 0 },
});
const summary: CallSummary = {
  ...{ days: 3, from: '2026-01-31', calls: 107, points: 20, points_returned: 0 },
  usage: [used('2026-01-31', 'image', 1, 5), used('2026-02-02', 'image', 2, 10), used('2026-02-02', 'text', 104, 5)],
};

describe('the chart of calls', () => {
  it('has a bar for every day, of which the highest fills it', () => {
    const { bars } = usageChart(summary, 'points');
    expect(bars.map(({ label, value, percent }) => [label, value, percent])).to.deep.equal([
      ...[
        ['1/31', 5, 33],
        ['2/1', 0, 0],
        ['2/2', 15, 100],
      ],
    ]);
  });

  it('shows what is little', () => {
    expect(usageChart(summary, 'calls').bars[0]?.percent).to.equal(2);
  });

  it('has a row for every API, the one used most first', () => {
    const rows = (measure: 'calls' | 'points') =>
      usageChart(summary, measure).apis.map(({ name, percent }) => [name, percent]);
    expect(rows('points')).to.deep.equal([
      ['图片识别', 75],
      ['text', 25],
    ]);
    expect(rows('calls')).to.deep.equal([
      ['text', 97],
      ['图片识别', 3],
    ]);
    expect(usageChart(summary, 'calls').apis[1]).to.include({ callsText: '3次', pointsText: '15积分' });
  });

  it('is flat where nothing was called', () => {
    const { bars, apis } = usageChart({ ...summary, usage: [] }, 'calls');
    expect(bars.map(({ percent }) => percent)).to.deep.equal([0, 0, 0]);
    expect(apis).to.deep.equal([]);
  });
});
