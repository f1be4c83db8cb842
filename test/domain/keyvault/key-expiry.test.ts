import { expect } from 'chai';
import { type KeyLifetimeMonths, keyExpiry } from '../../../src/domain/keyvault/api-key.ts';
import { beijing } from '../../support/instants.ts';

describe('a key lives to the end of its last day in Beijing', () => {
  const cases: readonly (readonly [string, KeyLifetimeMonths, string])[] = [
    ['2026-01-15 12:00', 1, '2026-02-16 00:00'],
    ['2026-01-31 12:00', 1, '2026-03-01 00:00'],
    ['2026-11-30 23:59', 3, '2027-03-01 00:00'],
    ['2026-01-15 00:00', 6, '2026-07-16 00:00'],
    ['2024-02-29 12:00', 12, '2025-03-01 00:00'],
  ];
  for (const [createdAt, months, expiry] of cases) {
    it(`made on ${createdAt} for ${months} months, until ${expiry}`, () => {
      expect(keyExpiry(beijing(createdAt), months)).to.deep.equal(beijing(expiry));
    });
  }
});
