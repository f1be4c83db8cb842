import { type Answer, refuse } from '../pay/answer.ts';
import type { BillPlan } from '../state/bill.ts';
import { beijingDay, beijingMidnight } from '../time/beijing-time.ts';
import { billReadyAfterMs } from '../time/limits.ts';

const monthsBack = 3;

/** The same day three months before, or the last one of a shorter month. */
function earliestDay(today: string): string {
  const [year = 0, month = 1, day = 1] = today.split('-').map(Number);
  const lastOfMonth = new Date(Date.UTC(year, month - monthsBack, 0)).getUTCDate();
  const earliest = new Date(Date.UTC(year, month - 1 - monthsBack, Math.min(day, lastOfMonth)));
  return earliest.toISOString().slice(0, 10);
}

/** Why there is no bill of that day now, whatever happened on it. */
export function checkBillDay(day: string, plan: BillPlan, nowMs: number): Answer | undefined {
  const today = beijingDay(nowMs);
  if (day > today) return refuse(400, 'INVALID_REQUEST', '账单日期不能晚于今天');
  if (day < earliestDay(today)) return refuse(400, 'INVALID_REQUEST', '仅支持三个月内的账单下载申请');
  if (plan.creating || nowMs < beijingMidnight(day) + billReadyAfterMs) {
    return refuse(400, 'STATEMENT_CREATING', '账单生成中');
  }
  return undefined;
}
