import type { UnbilledSales } from '../../domain/ordering/reconciliation/records.ts';
import { addUnbilled, type Revenue, revenueOf } from '../../domain/ordering/reconciliation/revenue.ts';
import { type BeijingDay, beijingDayAfter } from '../../domain/shared/beijing-time.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';

type Dependencies = { readonly uow: UnitOfWork<'billLines' | 'reconciliations'> };
export type RevenueReport = Revenue & {
  /** Days of which no bill was compared: their sales are not in it. */
  readonly missingDays: readonly BeijingDay[];
  /** What was paid in ways that these bills do not show: it is not in it either. */
  readonly unbilled: readonly UnbilledSales[];
};
export type ReadRevenue = (first: BeijingDay, last: BeijingDay) => Promise<RevenueReport>;

/** What the bills of these days leave of the sales of each package. */
export const readRevenue =
  ({ uow }: Dependencies): ReadRevenue =>
  (first, last) =>
    uow.run(async ({ billLines, reconciliations }) => {
      const reports = await reconciliations.latestBetween(first, last);
      const compared = new Set(reports.map(({ day }) => day));
      return {
        ...revenueOf(await billLines.salesBetween(first, last)),
        missingDays: daysFrom(first, last).filter((day) => !compared.has(day)),
        unbilled: addUnbilled(reports.flatMap(({ summary }) => summary.unbilled)),
      };
    });

/** All of them, the first and the last included. */
export function daysFrom(first: BeijingDay, last: BeijingDay): BeijingDay[] {
  const days: BeijingDay[] = [];
  for (let day = first; day <= last; day = beijingDayAfter(day, 1)) days.push(day);
  return days;
}
