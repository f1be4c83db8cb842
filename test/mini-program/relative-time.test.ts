import { expect } from 'chai';
import { relativeTime } from '../../miniprogram/app/shared/relative-time.ts';

const NOW = new Date('2026-01-15T12:00:00+08:00');
const told = (instant: string | null): string => relativeTime(instant, NOW);

describe('how long ago', () => {
  const cases: readonly [instant: string | null, text: string][] = [
    [null, '从未使用'],
    ['2026-01-15T11:59:30+08:00', '刚刚'],
    ['2026-01-15T12:00:05+08:00', '刚刚'],
    ['2026-01-15T11:55:00+08:00', '5分钟前'],
    ['2026-01-15T11:00:01+08:00', '59分钟前'],
    ['2026-01-15T09:00:00+08:00', '3小时前'],
    ['2026-01-14T23:59:00+08:00', '昨天 23:59'],
    ['2026-01-13T23:59:00+08:00', '1天前'],
    ['2026-01-09T12:00:00+08:00', '6天前'],
    ['2026-01-08T12:00:00+08:00', '2026-01-08'],
  ];
  for (const [instant, text] of cases) it(`${instant} is ${text}`, () => expect(told(instant)).to.equal(text));

  it('is Beijing’s day, wherever the phone is', () => {
    expect(relativeTime('2026-01-14T16:30:00Z', new Date('2026-01-14T18:30:00Z'))).to.equal('2小时前');
  });
});
