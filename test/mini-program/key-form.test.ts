import { expect } from 'chai';
import type { ApiKey } from '../../miniprogram/app/api/types.ts';
import { formOf, type KeyForm, NEW_KEY, problemsOf, termsOf, wishOf } from '../../miniprogram/app/shared/key-form.ts';
import { KeyUpdate, NewKey } from '../../src/adapters/http/api-keys/api-key-schema.ts';

const form = (change: Partial<KeyForm> = {}): KeyForm => ({ ...NEW_KEY, ...change });

describe('the form of a key', () => {
  it('is right as it comes: 「我的第一个Key」, all APIs, from anywhere, twelve months, no limits', () => {
    expect(problemsOf(NEW_KEY)).to.deep.equal({});
    expect(wishOf(NEW_KEY)).to.deep.equal({
      ...{ name: '我的第一个Key', scope: 'all', networks: null, lifetime_months: 12 },
      ...{ daily_budget: null, total_budget: null, rate_limit: null },
    });
  });

  const mistakes: readonly [what: string, change: Partial<KeyForm>, field: string][] = [
    ['a name is missing', { name: '   ' }, 'name'],
    ['a name has more than 20 characters', { name: '一'.repeat(21) }, 'name'],
    ['no API is chosen', { scope: 'some' }, 'apis'],
    ['a range has bits beyond its length', { networks: '10.1.0.1/16' }, 'networks'],
    [
      'there are more than 100 ranges',
      { networks: Array.from({ length: 101 }, (_, n) => `10.0.0.${n}`).join('\n') },
      'networks',
    ],
    ['a budget is nothing', { dailyBudget: '0' }, 'dailyBudget'],
    ['a budget is no whole number', { totalBudget: '1.5' }, 'totalBudget'],
    ['a rate is beyond what can be counted', { rateCalls: '2147483648' }, 'rateCalls'],
  ];
  for (const [what, change, field] of mistakes) {
    it(`says so where ${what}`, () => expect(Object.keys(problemsOf(form(change)))).to.deep.equal([field]));
  }

  it('counts characters as people do', () => {
    expect(problemsOf(form({ name: '🦄'.repeat(20) }))).to.deep.equal({});
  });

  it('names the range that is wrong', () => {
    expect(problemsOf(form({ networks: '10.0.0.0/8\noffice' })).networks).to.match(/「office」/);
  });

  it('takes ranges by line, comma or space', () => {
    expect(termsOf(form({ networks: ' 10.0.0.0/8\n203.0.113.7，::1; ' })).networks).to.deep.equal([
      ...['10.0.0.0/8', '203.0.113.7', '::1'],
    ]);
  });

  const filled = form({
    ...{ name: ' 生产 ', scope: 'some', apis: ['image.recognize'], networks: '10.0.0.0/8', months: 3 },
    ...{ dailyBudget: '100', totalBudget: '1000', rateCalls: '60', rateSeconds: 60 },
  });

  it('becomes what the server takes', () => {
    const wish = wishOf(filled);
    expect(NewKey.safeParse(wish).success).to.equal(true);
    expect(KeyUpdate.safeParse(termsOf(filled)).success).to.equal(true);
    expect(wish).to.deep.include({ name: '生产', scope: ['image.recognize'], lifetime_months: 3 });
    expect(wish).to.deep.include({ daily_budget: 100, total_budget: 1_000, rate_limit: { calls: 60, seconds: 60 } });
  });

  it('shows a key as it is, so that saving it changes nothing', () => {
    const { lifetime_months: _, ...terms } = wishOf(filled);
    expect(termsOf(formOf(terms as unknown as ApiKey))).to.deep.equal(terms);
  });
});
