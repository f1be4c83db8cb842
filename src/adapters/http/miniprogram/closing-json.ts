import type { ClosingView } from '../../../application/identity/look-at-closing.ts';
import type { PointsLeft } from '../../../application/identity/read-points-left.ts';
import type { Obstacle, ObstacleCode } from '../../../domain/identity/closing.ts';
import { instant } from '../json-values.ts';
import { wholeNumber } from '../whole-number.ts';

export const closingJson = ({ status, obstacles, points, keys, closesAfterDays, closing }: ClosingView) => ({
  status,
  obstacles: obstacles.map(obstacleJson),
  points: pointsLeftJson(points),
  keys,
  closes_after_days: closesAfterDays,
  deletes_at: closing ? instant(closing.deletesAt) : null,
});

export const obstacleJson = ({ code, count }: Obstacle) => ({ code, detail: DETAILS[code](count) });

export const pointsLeftJson = ({ paid, bonus, held, frozen }: PointsLeft) => ({
  ...{ paid: wholeNumber(paid), bonus: wholeNumber(bonus), held: wholeNumber(held), frozen: wholeNumber(frozen) },
});

const DETAILS: Record<ObstacleCode, (count: bigint) => string> = {
  open_orders: (count) => `有 ${count} 个订单等待支付，请先支付，或等待其自动关闭`,
  payments_set_aside: (count) => `有 ${count} 笔支付正在人工核对，请联系客服`,
  refunds_under_way: (count) => `有 ${count} 积分因退款处理中被冻结，请等待退款完成`,
  calls_under_way: (count) => `有 ${count} 次接口调用尚未结束，请稍后再试`,
  invoices_requested: (count) => `有 ${count} 张发票等待开具，请等待开具，或先取消申请`,
  points_left: (count) => `注销期间新增 ${count} 付费积分，请确认放弃，或撤销注销`,
};
