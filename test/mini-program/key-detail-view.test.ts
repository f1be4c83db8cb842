import { expect } from 'chai';
import type { ApiKey, SoldApi } from '../../miniprogram/app/api/types.ts';
import { keyDetailView } from '../../miniprogram/app/shared/key-detail-view.ts';

const NOW = new Date('2026-01-15T12:00:00+08:00');
const APIS = [{ code: 'image.recognize', name: '图片识别' }] as SoldApi[];
const aKey = (change: Partial<ApiKey> = {}): ApiKey => ({
  ...{ id: 'key_1', name: '生产', hint: '…abcd', status: 'active', scope: 'all', networks: null, rate_limit: null },
  ...{ daily_budget: null, total_budget: null, spendable_points: 1_200, calls_today: 3, points_today: 15 },
  ...{ points_total: 2_000, last_used_at: '2026-01-15T11:55:00+08:00', created_at: '2026-01-01T10:00:00+08:00' },
  ...{ expires_at: '2027-01-02T00:00:00+08:00', successor_id: null },
  ...change,
});
const shown = (change: Partial<ApiKey> = {}) => keyDetailView(aKey(change), APIS, NOW);

describe('what is shown of a key', () => {
  it('figures, and when it was used', () => {
    expect(shown()).to.include({ pointsText: '1,200', callsText: '3', lastUsedText: '5分钟前', statusText: '活跃' });
  });

  it('no limits', () => {
    expect(shown()).to.include({
      scopeText: '全部接口',
      networksText: '不限',
      rateText: '不限',
      totalText: '已用 2,000 / 不限',
    });
  });

  it('limits', () => {
    const limits = { scope: ['image.recognize', 'gone.api'], networks: ['10.0.0.0/8', '::1/128'], daily_budget: 100 };
    expect(shown({ ...limits, rate_limit: { calls: 60, seconds: 60 } })).to.include({
      ...{ scopeText: '图片识别、gone.api', networksText: '10.0.0.0/8\n::1/128', dailyText: '已用 15 / 上限 100' },
      rateText: '每分钟 60 次',
    });
    expect(shown({ rate_limit: { calls: 5, seconds: 90 } }).rateText).to.equal('每90秒 5 次');
  });

  it('the last day on which it counts, or the very moment of what was rotated', () => {
    expect(shown().expiryText).to.equal('2027/01/01');
    const rotated = shown({ status: 'rotated', expires_at: '2026-01-15T13:30:00+08:00' });
    expect(rotated.expiryText).to.equal('2026-01-15 13:30');
  });

  it('what can be done with it', () => {
    const of = (status: ApiKey['status']) => [shown({ status }).switchTo, shown({ status }).canRotate];
    expect(of('active')).to.deep.equal(['off', true]);
    expect(of('exhausted')).to.deep.equal(['off', true]);
    expect(of('disabled')).to.deep.equal(['on', false]);
    expect(of('rotated')).to.deep.equal(['off', false]);
    const over = { expires_at: '2026-01-15T11:59:59+08:00' };
    for (const status of ['disabled', 'rotated', 'expired'] as const)
      expect(shown({ status, ...over })).to.include({ switchTo: null, canRotate: false });
  });
});
