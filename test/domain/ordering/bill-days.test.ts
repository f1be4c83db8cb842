import { expect } from 'chai';
import { billDaysAt } from '../../../src/domain/ordering/trade-bill.ts';
import { beijing } from '../../support/instants.ts';

describe('the bills that should be there', () => {
  const last = (text: string) => billDaysAt(beijing(text)).at(-1);

  it('are those of the days before, yesterday’s from 10:30 in Beijing on', () => {
    expect(last('2026-01-15 10:29:59.999')).to.equal('2026-01-13');
    expect(last('2026-01-15 10:30')).to.equal('2026-01-14');
    expect(last('2026-01-16 00:00')).to.equal('2026-01-14');
  });

  it('are made up for a week, oldest first', () => {
    expect(billDaysAt(beijing('2026-03-04 12:00'))).to.deep.equal([
      ...['2026-02-25', '2026-02-26', '2026-02-27', '2026-02-28', '2026-03-01', '2026-03-02', '2026-03-03'],
    ]);
  });
});
