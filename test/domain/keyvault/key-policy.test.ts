import { expect } from 'chai';
import type { ApiKey } from '../../../src/domain/keyvault/api-key.ts';
import { type KeyMeter, unusedMeter } from '../../../src/domain/keyvault/key-meter.ts';
import {
  judgeKeyUse,
  KEY_RULES,
  type KeyGate,
  type KeyUse,
  refuseKeyUse,
} from '../../../src/domain/keyvault/key-policy.ts';
import type { IpAddress, Network } from '../../../src/domain/keyvault/network.ts';
import { points } from '../../../src/domain/shared/points.ts';
import { anApiKey, IMAGE_API, TEXT_API } from '../../support/builders.ts';
import { beijing, MINUTE, msAfter, NOON } from '../../support/instants.ts';

const MIDNIGHT = beijing('2026-01-16 00:00');
const DISABLED: Partial<ApiKey> = { enabled: false };
const EXPIRED: Partial<ApiKey> = { expiresAt: NOON };
const FOR_TEXT: Partial<ApiKey> = { scope: [TEXT_API] };
const IN_TEN: Partial<ApiKey> = { networks: ['192.168.0.0/16', '10.0.0.0/8'] as Network[] };
const FIVE_A_MINUTE: Partial<ApiKey> = { rateLimit: { calls: 5, seconds: 60 } };
const TEN_A_DAY: Partial<ApiKey> = { dailyBudget: points(10n) };
const HUNDRED_IN_ALL: Partial<ApiKey> = { totalBudget: points(100n) };

const aUse = (change: Partial<KeyUse> = {}): KeyUse => ({
  ...{ apiCode: IMAGE_API, quantity: 1, points: points(3n), clientIp: null, now: NOON },
  ...change,
});
const meter = (change: Partial<KeyMeter> = {}): KeyMeter => ({
  ...{ ...unusedMeter(NOON), window: 29_474_160n },
  ...change,
});
const refusal = (key: Partial<ApiKey>, use: Partial<KeyUse> = {}, used: Partial<KeyMeter> = {}) =>
  refuseKeyUse(anApiKey(key), meter(used), aUse(use));
const ip = (text: string): IpAddress => text as IpAddress;

describe('the policy of keys', () => {
  it('lets an active key without limits call every API in its scope, however much it has used', () => {
    const used = { pointsToday: points(2n ** 60n), pointsTotal: points(2n ** 60n), callsInWindow: 1_000_000 };
    expect(refusal({}, { quantity: 1_000, points: points(2n ** 60n) }, used)).to.equal(null);
    expect(refusal({ scope: [TEXT_API, IMAGE_API] })).to.equal(null);
  });

  it('refuses a disabled key', () => {
    expect(refusal(DISABLED)).to.deep.equal({ code: 'key_disabled' });
  });

  it('refuses a key from its expiry on', () => {
    expect(refusal({ expiresAt: msAfter(NOON, 1) })).to.equal(null);
    expect(refusal(EXPIRED)).to.deep.equal({ code: 'key_expired' });
    expect(refusal({ expiresAt: msAfter(NOON, -1) })).to.deep.equal({ code: 'key_expired' });
  });

  it('refuses an API that is not in the scope', () => {
    expect(refusal(FOR_TEXT)).to.deep.equal({ code: 'scope_missing' });
    expect(refusal({ scope: [] })).to.deep.equal({ code: 'scope_missing' });
    expect(refusal(FOR_TEXT, { apiCode: TEXT_API })).to.equal(null);
  });

  describe('with networks', () => {
    it('refuses who is in none of them', () => {
      expect(refusal(IN_TEN, { clientIp: ip('10.1.2.3') })).to.equal(null);
      expect(refusal(IN_TEN, { clientIp: ip('192.168.1.1') })).to.equal(null);
      expect(refusal(IN_TEN, { clientIp: ip('::ffff:10.1.2.3') })).to.equal(null);
      expect(refusal(IN_TEN, { clientIp: ip('11.0.0.0') })).to.deep.equal({ code: 'ip_not_allowed' });
      expect(refusal(IN_TEN, { clientIp: ip('::1') })).to.deep.equal({ code: 'ip_not_allowed' });
    });

    it('asks for the address where it is not told', () => {
      expect(refusal(IN_TEN)).to.deep.equal({ code: 'client_ip_missing' });
    });

    it('of which there are none lets nobody in', () => {
      expect(refusal({ networks: [] }, { clientIp: ip('10.1.2.3') })).to.deep.equal({ code: 'ip_not_allowed' });
      expect(refusal({ networks: [] })).to.deep.equal({ code: 'client_ip_missing' });
    });

    it('that are left out lets everybody in', () => {
      expect(refusal({}, { clientIp: ip('11.0.0.0') })).to.equal(null);
    });
  });

  describe('with a rate limit', () => {
    const tooMany = { code: 'rate_limited', limit: 5, seconds: 60 };

    it('lets so many calls pass in a window, and not one more', () => {
      expect(refusal(FIVE_A_MINUTE, {}, { callsInWindow: 4 })).to.equal(null);
      const retryAt = msAfter(NOON, MINUTE);
      expect(refusal(FIVE_A_MINUTE, {}, { callsInWindow: 5 })).to.deep.equal({ ...tooMany, retryAt });
    });

    it('counts every call of a quantity', () => {
      expect(refusal(FIVE_A_MINUTE, { quantity: 5 })).to.equal(null);
      expect(refusal(FIVE_A_MINUTE, { quantity: 6 })).to.deep.include(tooMany);
      expect(refusal(FIVE_A_MINUTE, { quantity: 3 }, { callsInWindow: 2 })).to.equal(null);
      expect(refusal(FIVE_A_MINUTE, { quantity: 3 }, { callsInWindow: 3 })).to.deep.include(tooMany);
    });

    it('starts anew with each window', () => {
      const late = { now: msAfter(NOON, MINUTE - 1) };
      expect(refusal(FIVE_A_MINUTE, late, { callsInWindow: 5 })).to.deep.include({ retryAt: msAfter(NOON, MINUTE) });
      expect(refusal(FIVE_A_MINUTE, { now: msAfter(NOON, MINUTE) }, { callsInWindow: 5 })).to.equal(null);
    });
  });

  describe('with a daily budget', () => {
    it('lets it be used up, and not by a point more', () => {
      expect(refusal(TEN_A_DAY, {}, { pointsToday: points(7n) })).to.equal(null);
      expect(refusal(TEN_A_DAY, {}, { pointsToday: points(8n) })).to.deep.equal({
        ...{ code: 'daily_budget_exhausted', budget: 10n, spent: 8n, retryAt: MIDNIGHT },
      });
      expect(refusal(TEN_A_DAY, { points: points(10n) })).to.equal(null);
      expect(refusal(TEN_A_DAY, { points: points(11n) })).to.deep.include({ spent: 0n });
    });

    it('starts anew at midnight in Beijing', () => {
      const used = { pointsToday: points(10n) };
      const code = 'daily_budget_exhausted';
      expect(refusal(TEN_A_DAY, { now: msAfter(MIDNIGHT, -1) }, used)).to.deep.include({ code, retryAt: MIDNIGHT });
      expect(refusal(TEN_A_DAY, { now: MIDNIGHT }, used)).to.equal(null);
    });
  });

  describe('with a total budget', () => {
    it('lets it be used up, and not by a point more, on whichever day', () => {
      expect(refusal(HUNDRED_IN_ALL, {}, { pointsTotal: points(97n) })).to.equal(null);
      for (const now of [NOON, MIDNIGHT]) {
        expect(refusal(HUNDRED_IN_ALL, { now }, { pointsTotal: points(98n) })).to.deep.equal({
          ...{ code: 'total_budget_exhausted', budget: 100n, spent: 98n },
        });
      }
    });
  });

  describe('answers the first of several refusals', () => {
    const ORDER: readonly KeyGate[] = [
      ...(['not_expired', 'enabled', 'scope', 'network', 'rate_limit', 'daily_budget', 'total_budget'] as const),
    ];
    const faults: Readonly<Record<KeyGate, readonly [Partial<ApiKey>, string]>> = {
      enabled: [DISABLED, 'key_disabled'],
      not_expired: [EXPIRED, 'key_expired'],
      scope: [FOR_TEXT, 'scope_missing'],
      network: [IN_TEN, 'client_ip_missing'],
      rate_limit: [FIVE_A_MINUTE, 'rate_limited'],
      daily_budget: [TEN_A_DAY, 'daily_budget_exhausted'],
      total_budget: [HUNDRED_IN_ALL, 'total_budget_exhausted'],
    };
    const used = meter({ callsInWindow: 5, pointsToday: points(10n), pointsTotal: points(100n) });

    it('in an order that is part of the contract', () => {
      expect(Object.keys(KEY_RULES)).to.deep.equal(ORDER);
    });

    for (const [at, first] of ORDER.entries()) {
      for (const second of ORDER.slice(at)) {
        it(`${first} before ${second}`, () => {
          const key = anApiKey({ ...faults[second][0], ...faults[first][0] });
          expect(refuseKeyUse(key, used, aUse())).to.have.property('code', faults[first][1]);
        });
      }
    }

    it('and shows what each rule says', () => {
      const key = anApiKey({ ...EXPIRED, ...IN_TEN, ...TEN_A_DAY });
      const verdicts = judgeKeyUse(key, used, aUse());
      expect(verdicts.map(({ gate, refusal }) => [gate, refusal?.code ?? null])).to.deep.equal([
        ['not_expired', 'key_expired'],
        ['enabled', null],
        ['scope', null],
        ['network', 'client_ip_missing'],
        ['rate_limit', null],
        ['daily_budget', 'daily_budget_exhausted'],
        ['total_budget', null],
      ]);
    });

    it('and shows it of the meter as it stands now', () => {
      const key = anApiKey({ ...FIVE_A_MINUTE, ...TEN_A_DAY, ...HUNDRED_IN_ALL });
      const refused = (now: Date) =>
        judgeKeyUse(key, used, aUse({ now })).flatMap(({ gate, refusal }) => (refusal ? [gate] : []));
      expect(refused(NOON)).to.deep.equal(['rate_limit', 'daily_budget', 'total_budget']);
      expect(refused(msAfter(NOON, MINUTE))).to.deep.equal(['daily_budget', 'total_budget']);
      expect(refused(MIDNIGHT)).to.deep.equal(['total_budget']);
    });
  });
});
