import { expect } from 'chai';
import type { ApiKey } from '../../../src/domain/keyvault/api-key.ts';
import { unusedMeter } from '../../../src/domain/keyvault/key-meter.ts';
import { decideRotation, meterOfSuccessor } from '../../../src/domain/keyvault/key-rotation.ts';
import { isUsable } from '../../../src/domain/keyvault/key-status.ts';
import type { ApiKeyId } from '../../../src/domain/shared/ids.ts';
import { points } from '../../../src/domain/shared/points.ts';
import { anApiKey, IMAGE_API } from '../../support/builders.ts';
import { newId } from '../../support/ids.ts';
import { beijing, DAY, msAfter, NOON } from '../../support/instants.ts';

const HOUR = 3_600_000;

describe('rotating a key', () => {
  const successorId = newId<ApiKeyId>();
  const rotate = (key: ApiKey, graceMs = 24 * HOUR) => {
    const decision = decideRotation(key, { successorId, hint: 'new hint', graceMs, lifetimeMonths: 1, now: NOON });
    return decision.kind === 'possible' ? decision : expect.fail(decision.kind);
  };

  it('makes another with the same terms and a life of its own', () => {
    const key = anApiKey({ scope: [IMAGE_API], dailyBudget: points(5n), rateLimit: { calls: 1, seconds: 1 } });
    expect(rotate(key).successor).to.deep.equal({
      ...{ ...key, id: successorId, hint: 'new hint', createdAt: NOON, expiresAt: beijing('2026-02-16 00:00') },
    });
  });

  it('lets the earlier one count for the grace', () => {
    const key = anApiKey();
    expect(rotate(key).earlier).to.deep.equal({ ...key, successorId, expiresAt: msAfter(NOON, 24 * HOUR) });
  });

  it('ends the earlier one at once where there is no grace, whatever a clock says afterwards', () => {
    const { earlier } = rotate(anApiKey(), 0);
    expect(earlier).to.include({ successorId, enabled: false }).and.deep.include({ expiresAt: NOON });
    expect(isUsable(earlier, msAfter(NOON, -HOUR))).to.equal(false);
  });

  it('never lets the earlier one outlive its own expiry', () => {
    for (const expiresAt of [msAfter(NOON, 1), msAfter(NOON, HOUR)]) {
      for (const graceMs of [24 * HOUR, 30 * DAY]) {
        expect(rotate(anApiKey({ expiresAt }), graceMs).earlier.expiresAt).to.deep.equal(expiresAt);
      }
    }
  });

  it('is for active keys only', () => {
    const wish = { successorId, hint: 'h', graceMs: 0, lifetimeMonths: 1, now: NOON } as const;
    for (const [change, status] of [
      [{ enabled: false }, 'disabled'],
      [{ expiresAt: NOON }, 'expired'],
      [{ successorId: newId<ApiKeyId>() }, 'rotated'],
    ] as const) {
      expect(decideRotation(anApiKey(change), wish)).to.deep.equal({ kind: 'not_active', status });
    }
  });

  it('refuses a grace that nobody offers', () => {
    expect(() => rotate(anApiKey(), 30 * DAY + 1)).to.throw(RangeError);
    expect(() => rotate(anApiKey(), -1)).to.throw(RangeError);
  });

  it('counts on what was spent and called, but for the calls of the day', () => {
    const used = { ...unusedMeter(NOON), callsToday: 7, pointsToday: points(21n), pointsTotal: points(210n) };
    const limited = { ...used, window: 5n, callsInWindow: 3, lastUsedAt: NOON };
    expect(meterOfSuccessor(limited)).to.deep.equal({ ...limited, callsToday: 0, lastUsedAt: null });
  });
});
