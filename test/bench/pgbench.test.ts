import { expect } from 'chai';
import { readLog } from '../../bench/pgbench/read-log.ts';
import { readSummary } from '../../bench/pgbench/run-pgbench.ts';

const said = (lines: string): string => `transaction type: script.sql\nquery mode: prepared\n${lines}\n`;

describe("pgbench's summary", () => {
  it('is read', () => {
    const text = said(`number of transactions actually processed: 1234
number of failed transactions: 2 (0.162%)
latency average = 0.810 ms
initial connection time = 9.182 ms
tps = 617.012345 (without initial connection time)`);
    expect(readSummary(text, { pointsPerTransaction: 5 })).to.deep.equal({
      ...{ answers: 1_234, failures: 2, points: 6_170 },
    });
  });

  it('of an older version has no failed transactions', () => {
    const text = said('number of transactions actually processed: 7\ntps = 3.5 (without initial connection time)');
    expect(readSummary(text, { pointsPerTransaction: 1 })).to.include({ answers: 7, failures: 0 });
  });

  it('of a time that was spent on connecting counts nothing', () => {
    const text = said('number of transactions actually processed: 0');
    expect(readSummary(text, { pointsPerTransaction: 1 })).to.include({ answers: 0, points: 0 });
  });

  it('is shown where it is another one', () => {
    expect(() => readSummary('pgbench: error: connection failed', { pointsPerTransaction: 1 })).to.throw(
      'connection failed',
    );
  });
});

describe("pgbench's log", () => {
  const lines = [
    '0 1 900000 0 10 900000',
    '0 2 1000 0 11 0',
    '1 1 950000 0 11 200000',
    '0 3 3000 0 11 500000',
    '1 2 2000 0 12 0',
  ];

  it('counts what has ended within the span, and when everybody was at work', () => {
    const { answers, latencies, allAtWorkMs } = readLog(lines, { fromMs: 11_200, toMs: 12_000 }, 2);
    expect({ answers, allAtWorkMs }).to.deep.equal({ answers: 2, allAtWorkMs: 11_200 });
    expect(latencies.percentiles()).to.include({ p999Ms: 950 });
  });

  it('says that somebody was not there', () => {
    expect(readLog(lines, { fromMs: 0, toMs: 20_000 }, 3)).to.include({ answers: 5, allAtWorkMs: null });
  });
});
