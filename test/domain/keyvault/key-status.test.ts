import { expect } from 'chai';
import type { ApiKey } from '../../../src/domain/keyvault/api-key.ts';
import { type KeyMeter, unusedMeter } from '../../../src/domain/keyvault/key-meter.ts';
import { countActive, isUsable, keyStatus, shownStatus, spendable } from '../../../src/domain/keyvault/key-status.ts';
import type { ApiKeyId } from '../../../src/domain/shared/ids.ts';
import { points } from '../../../src/domain/shared/points.ts';
import { anApiKey } from '../../support/builders.ts';
import { newId } from '../../support/ids.ts';
import { DAY, msAfter, NOON } from '../../support/instants.ts';

const DISABLED: Partial<ApiKey> = { enabled: false };
const EXPIRED: Partial<ApiKey> = { expiresAt: NOON };
const ROTATED: Partial<ApiKey> = { successorId: newId<ApiKeyId>() };
const spent = (today: bigint, total: bigint): KeyMeter => ({
  ...{ ...unusedMeter(NOON), pointsToday: points(today), pointsTotal: points(total) },
});

describe('the status of a key', () => {
  it('is what the policy decides', () => {
    expect(keyStatus(anApiKey(), NOON)).to.equal('active');
    expect(keyStatus(anApiKey(EXPIRED), NOON)).to.equal('expired');
    expect(keyStatus(anApiKey({ expiresAt: msAfter(NOON, 1) }), NOON)).to.equal('active');
    expect(keyStatus(anApiKey({ ...DISABLED, ...EXPIRED }), NOON)).to.equal('disabled');
  });

  it('is not asked by a call, which a key pays for until it is disabled or expires', () => {
    const keys = [anApiKey({ expiresAt: msAfter(NOON, 1) }), anApiKey(ROTATED), anApiKey(EXPIRED), anApiKey(DISABLED)];
    expect(keys.map((key) => isUsable(key, NOON))).to.deep.equal([true, true, false, false]);
  });

  it('is rotated during the grace, unless somebody has disabled it, and after it', () => {
    expect(keyStatus(anApiKey(ROTATED), NOON)).to.equal('rotated');
    expect(keyStatus(anApiKey({ ...ROTATED, ...EXPIRED }), NOON)).to.equal('rotated');
    expect(keyStatus(anApiKey({ ...ROTATED, ...EXPIRED, ...DISABLED }), NOON)).to.equal('rotated');
    expect(keyStatus(anApiKey({ ...ROTATED, ...DISABLED }), NOON)).to.equal('disabled');
  });

  it('counts the keys that can be used for long, and no others', () => {
    const barelyActive = anApiKey({ expiresAt: msAfter(NOON, 1) });
    const others = [DISABLED, EXPIRED, ROTATED, { ...DISABLED, ...EXPIRED }].map((change) => anApiKey(change));
    expect(countActive([], NOON)).to.equal(0);
    expect(countActive(others, NOON)).to.equal(0);
    expect(countActive([anApiKey(), barelyActive, ...others], NOON)).to.equal(2);
    expect(countActive([anApiKey(), barelyActive], msAfter(NOON, 1))).to.equal(1);
  });

  const shown = (key: ApiKey, meter: KeyMeter, available: bigint) => shownStatus(key, meter, points(available), NOON);

  it('is shown as exhausted when the account has nothing, or the key has spent all it may', () => {
    expect(shown(anApiKey(), spent(0n, 0n), 1n)).to.equal('active');
    expect(shown(anApiKey(), spent(0n, 0n), 0n)).to.equal('exhausted');
    const budgeted = anApiKey({ totalBudget: points(10n) });
    expect(shown(budgeted, spent(0n, 9n), 100n)).to.equal('active');
    expect(shown(budgeted, spent(0n, 10n), 100n)).to.equal('exhausted');
    expect(shown(anApiKey({ totalBudget: points(5n) }), spent(0n, 10n), 100n)).to.equal('exhausted');
  });

  it('is not exhausted by the budget of a day, which comes again', () => {
    expect(shown(anApiKey({ dailyBudget: points(10n) }), spent(10n, 10n), 100n)).to.equal('active');
  });

  it('says first what the owner has done, or time', () => {
    for (const [change, status] of [
      [DISABLED, 'disabled'],
      [EXPIRED, 'expired'],
      [ROTATED, 'rotated'],
    ] as const) {
      expect(shown(anApiKey(change), spent(0n, 0n), 0n)).to.equal(status);
    }
  });
});

describe('what a key may still spend', () => {
  const left = (change: Partial<ApiKey>, meter: KeyMeter, now = NOON) =>
    spendable(anApiKey(change), meter, points(100n), now);

  it('is what the account has', () => {
    expect(left({}, spent(50n, 500n))).to.equal(100n);
  });

  it('is no more than either budget leaves', () => {
    expect(left({ dailyBudget: points(30n) }, spent(10n, 10n))).to.equal(20n);
    expect(left({ totalBudget: points(30n) }, spent(0n, 25n))).to.equal(5n);
    expect(left({ dailyBudget: points(30n), totalBudget: points(30n) }, spent(10n, 25n))).to.equal(5n);
    expect(left({ dailyBudget: points(300n) }, spent(10n, 10n))).to.equal(100n);
  });

  it('is nothing where a budget was lowered below what is spent', () => {
    expect(left({ totalBudget: points(5n) }, spent(0n, 25n))).to.equal(0n);
  });

  it('begins anew with the day', () => {
    expect(left({ dailyBudget: points(30n) }, spent(30n, 30n), msAfter(NOON, DAY))).to.equal(30n);
  });
});
