import { addBeijingMonths, addDays, endOfBeijingDay } from './beijing-time.ts';

/** How long points may be spent once they are granted. */
export type Validity =
  | { readonly kind: 'days'; readonly days: number }
  | { readonly kind: 'months'; readonly months: number }
  | { readonly kind: 'until'; readonly until: Date };

/**
 * The first instant at which the points no longer count. The buyer is told a day (「积分有效期至2025年1月1日」), so a
 * span runs to the end of its last day in Beijing; a fixed end is taken as it is.
 */
export function expiryOf(validity: Validity, grantedAt: Date): Date {
  switch (validity.kind) {
    case 'days':
      return endOfBeijingDay(addDays(grantedAt, validity.days));
    case 'months':
      return endOfBeijingDay(addBeijingMonths(grantedAt, validity.months));
    case 'until':
      return validity.until;
  }
}
