import { type Answer, refuse } from '../pay/answer.ts';
import type { RefundPlan } from '../state/refund.ts';

const refusals: Readonly<Record<NonNullable<RefundPlan['refuse']>, () => Answer>> = {
  NOT_ENOUGH: () => refuse(403, 'NOT_ENOUGH', '基本账户余额不足，请充值后重新发起'),
  USER_ACCOUNT_ABNORMAL: () => refuse(403, 'USER_ACCOUNT_ABNORMAL', '用户账户异常或已注销'),
  // Seen at WeChat on orders just paid: the refund system learns of a payment a little later.
  RESOURCE_NOT_EXISTS: () => refuse(404, 'RESOURCE_NOT_EXISTS', '订单不存在'),
};

export const refuseByPlan = (wanted: RefundPlan['refuse']): Answer | undefined =>
  wanted === null ? undefined : refusals[wanted]();
