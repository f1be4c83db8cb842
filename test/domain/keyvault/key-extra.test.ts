import { expect } from 'chai';
import { meterAfterExtra, meterAfterUse, unusedMeter } from '../../../src/domain/keyvault/key-meter.ts';
import { refuseExtra } from '../../../src/domain/keyvault/key-policy.ts';
import { points } from '../../../src/domain/shared/points.ts';
import { anApiKey } from '../../support/builders.ts';
import { beijing, DAY, msAfter, NOON } from '../../support/instants.ts';

const key = anApiKey({ rateLimit: { calls: 5, seconds: 60 } });
const [EVENING, MIDNIGHT] = [beijing('2026-01-15 23:59:59.999'), beijing('2026-01-16 00:00:00.000')];
const used = (at: Date) => meterAfterUse(unusedMeter(at), key, { calls: 1, points: points(10n), now: at });

describe('what a call takes beyond its hold', () => {
  it('counts in both budgets, and is no call of its own', () => {
    const meter = meterAfterExtra(used(NOON), key, points(5n), msAfter(NOON, 1));
    expect(meter).to.deep.include({ pointsToday: 15n, pointsTotal: 15n, callsToday: 1, callsInWindow: 1 });
  });

  it('is refused by a budget that it passes', () => {
    const extra = (amount: bigint, now = NOON) => ({ points: points(amount), now });
    const daily = anApiKey({ dailyBudget: points(15n) });
    expect(refuseExtra(daily, used(NOON), extra(5n))).to.equal(null);
    expect(refuseExtra(daily, used(NOON), extra(6n))).to.deep.equal({
      ...{ code: 'daily_budget_exhausted', budget: 15n, spent: 10n, retryAt: MIDNIGHT },
    });
    expect(refuseExtra(daily, used(EVENING), extra(15n, MIDNIGHT))).to.equal(null);
    const total = anApiKey({ totalBudget: points(15n) });
    expect(refuseExtra(total, used(NOON), extra(5n, msAfter(NOON, DAY)))).to.equal(null);
    expect(refuseExtra(total, used(NOON), extra(6n, msAfter(NOON, DAY)))).to.deep.equal({
      ...{ code: 'total_budget_exhausted', budget: 15n, spent: 10n },
    });
  });

  it('is not judged by what admits a call', () => {
    const closed = anApiKey({ enabled: false, scope: [], networks: [], rateLimit: { calls: 1, seconds: 60 } });
    expect(refuseExtra(closed, used(NOON), { points: points(5n), now: NOON })).to.equal(null);
  });
});
