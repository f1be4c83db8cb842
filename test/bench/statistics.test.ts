import { expect } from 'chai';
import { ratio } from '../../bench/matrix/compare.ts';
import { Latencies } from '../../bench/statistics/latencies.ts';
import { median, medianOrNull } from '../../bench/statistics/median.ts';
import { aCell, aSlice } from './samples.ts';

describe('The statistics of the benchmark', () => {
  it('take the middle one of an odd number, and the mean of the two in the middle of an even one', () => {
    expect(median([9, 1, 5])).to.equal(5);
    expect(median([9, 1, 5, 7])).to.equal(6);
    expect(() => median([])).to.throw(RangeError);
  });

  it('know no median of what is partly unknown', () => {
    expect(medianOrNull([1, null, 3])).to.equal(null);
    expect(medianOrNull([])).to.equal(null);
    expect(medianOrNull([1, 2, 3])).to.equal(2);
  });

  it('find percentiles among as many latencies as come', () => {
    const latencies = new Latencies();
    for (let ms = 100_000; ms >= 1; ms--) latencies.add(ms);
    expect(latencies.percentiles()).to.deep.equal({ p50Ms: 50_001, p99Ms: 99_001, p999Ms: 99_901 });
    expect(new Latencies().percentiles()).to.deep.equal({ p50Ms: 0, p99Ms: 0, p999Ms: 0 });
  });

  it('compare within a round, so that a round which was slow for both does not count', () => {
    const cell = aCell({ ours: [100, 10, 100].map(aSlice), theirs: [50, 5, 100].map(aSlice) });
    expect(ratio(cell, 'ours', 'theirs', (slice) => slice.requestsPerSecond)).to.equal(2);
  });

  it('compare with nobody who was not there', () => {
    const cell = aCell({ ours: [aSlice(1)], late: [] });
    for (const missing of ['late', 'nobody'])
      expect(ratio(cell, 'ours', missing, (slice) => slice.p50Ms)).to.equal(null);
    expect(ratio(undefined, 'ours', 'ours', (slice) => slice.p50Ms)).to.equal(null);
  });
});
