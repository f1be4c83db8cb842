import type { Closing } from '../api/types';
import { dateTime } from './dates';
import { points } from './points';

/** What 账号注销 shows. */
export type ClosingView = {
  readonly obstacles: readonly string[];
  /** What is gone afterwards, one line each. */
  readonly losses: readonly string[];
  /** Paid points are given up only by the user's own word. */
  readonly needsWaiver: boolean;
  /** Some came after that word, and hold the closing up. */
  readonly needsMoreWaiver: boolean;
  readonly waiverText: string;
  readonly days: number;
  /** Until then it can be taken back; an empty text while the account is not being closed. */
  readonly deletesText: string;
};

/** Before the server has been asked. */
export const NOTHING_KNOWN: ClosingView = {
  ...{
    obstacles: [],
    losses: [],
    needsWaiver: false,
    needsMoreWaiver: false,
    waiverText: '',
    days: 0,
    deletesText: '',
  },
};

export function closingView(closing: Closing): ClosingView {
  const { points: left, keys, obstacles, closes_after_days: days, deletes_at: deletesAt } = closing;
  const all = left.paid + left.bonus;
  return {
    obstacles: obstacles.map(({ detail }) => detail),
    losses: [
      ...(all > 0 ? [`剩余 ${points(all)} 积分${bonusText(left.bonus)}将作废，无法找回`] : []),
      ...(keys > 0 ? [`${points(keys)} 个 API Key 立即停用，正在使用它们的服务将无法调用`] : []),
      '昵称、头像、发票抬头和登录设备将被删除',
      '购买记录、积分明细、调用日志和发票将无法再查看',
    ],
    needsWaiver: left.paid > 0,
    needsMoreWaiver: obstacles.some(({ code }) => code === 'points_left'),
    waiverText: `我自愿放弃剩余的 ${points(all)} 积分`,
    days,
    deletesText: deletesAt === null ? '' : dateTime(deletesAt),
  };
}

const bonusText = (bonus: number): string => (bonus > 0 ? `（含赠送 ${points(bonus)} 积分）` : '');
