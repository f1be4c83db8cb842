import { endOfBeijingDay } from '../shared/beijing-time.ts';
import { type Fen, fen } from '../shared/fen.ts';

/** What a buyer has under way and has spent, the order that is being placed left out. */
export type Spending = { readonly openOrders: number; readonly openFen: Fen; readonly paidFen: Fen };

/** The operator's limits per buyer: against stolen accounts, and against orders that nobody means to pay. */
export type SpendingLimits = { readonly openOrders: number; readonly dailyFen: Fen };

export type SpendingRefusal =
  | { readonly kind: 'too_many_open_orders'; readonly limit: number }
  /** `leftFen` may still be spent today (Beijing). */
  | { readonly kind: 'daily_limit_reached'; readonly limitFen: Fen; readonly leftFen: Fen; readonly resetsAt: Date };

const DAY_MS = 86_400_000;

/** Since when spending counts: midnight in Beijing. */
export const spendingDayOf = (now: Date): Date => new Date(endOfBeijingDay(now).getTime() - DAY_MS);

/** May this buyer open an order of `amountFen`? Open orders count as spent: all of them could be paid. */
export function refuseSpending(
  { openOrders, openFen, paidFen }: Spending,
  limits: SpendingLimits,
  amountFen: Fen,
  now: Date,
): SpendingRefusal | null {
  if (openOrders >= limits.openOrders) return { kind: 'too_many_open_orders', limit: limits.openOrders };
  const leftFen = fen(Math.max(0, limits.dailyFen - openFen - paidFen));
  if (amountFen <= leftFen) return null;
  return { kind: 'daily_limit_reached', limitFen: limits.dailyFen, leftFen, resetsAt: endOfBeijingDay(now) };
}
