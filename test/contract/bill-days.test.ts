import { expect } from 'chai';
import type { BeijingDay } from '../../src/domain/shared/beijing-time.ts';
import { DAY, MINUTE, msAfter, NOON } from '../support/instants.ts';
import { describeStores } from '../support/stores.ts';

describeStores('Bill days', (commit) => {
  const MONDAY = '2026-01-12' as BeijingDay;
  const TUESDAY = '2026-01-13' as BeijingDay;
  const claim = (day: BeijingDay, ms: number) =>
    commit(({ billDays }) => billDays.claim(day, msAfter(NOON, ms), msAfter(NOON, ms + 30 * MINUTE)));

  it('are claimed once, and again when their time has come', async () => {
    expect([await claim(MONDAY, 0), await claim(MONDAY, 1)]).to.deep.equal([true, false]);
    expect(await claim(MONDAY, 30 * MINUTE - 1)).to.equal(false);
    expect([await claim(MONDAY, 30 * MINUTE), await claim(MONDAY, 31 * MINUTE)]).to.deep.equal([true, false]);
  });

  it('are claimed one by one', async () => {
    expect([await claim(MONDAY, 0), await claim(TUESDAY, 0)]).to.deep.equal([true, true]);
  });

  it('are never claimed again once they are finished', async () => {
    await claim(MONDAY, 0);
    await claim(TUESDAY, 0);
    await commit(({ billDays }) => billDays.finish(MONDAY, NOON));
    expect([await claim(MONDAY, DAY), await claim(TUESDAY, DAY)]).to.deep.equal([false, true]);
  });
});
