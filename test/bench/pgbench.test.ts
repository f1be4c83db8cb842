import { expect } from 'chai';
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
      ...{ answers: 1_234, failures: 2, points: 6_170, requestsPerSecond: 617.012345 },
    });
  });

  it('of an older version has no failed transactions', () => {
    const text = said('number of transactions actually processed: 7\ntps = 3.5 (without initial connection time)');
    expect(readSummary(text, { pointsPerTransaction: 1 })).to.include({ answers: 7, failures: 0 });
  });

  it('of a time that was spent on connecting is none', () => {
    expect(readSummary(said('number of transactions actually processed: 0'), { pointsPerTransaction: 1 })).to.equal(
      null,
    );
  });

  it('is shown where it is another one', () => {
    expect(() => readSummary('pgbench: error: connection failed', { pointsPerTransaction: 1 })).to.throw(
      'connection failed',
    );
  });
});
