import { fromBills } from './bill-lines.ts';
import { fromHistory } from './history-lines.ts';
import { fromNotifications } from './notification-lines.ts';
import type { OrderFile } from './order-file.ts';
import { fromEntries } from './points-lines.ts';
import { fromRefunds } from './refund-lines.ts';
import { fromDeeds, fromInvoices, fromReports, fromWebhooks } from './telling-lines.ts';
import type { TraceLine } from './trace-line.ts';

/**
 * By instant. What has one instant was mostly written in one transaction, so that a cause stands before its effects: an
 * operator's wish, what a provider said, what became of the order, of the points, what was told of it, and that it was dealt with.
 */
export function timelineOf(file: OrderFile): TraceLine[] {
  const { received, handled } = fromNotifications(file);
  const byCause = [
    ...fromDeeds(file),
    ...received,
    ...fromHistory(file),
    ...fromRefunds(file),
    ...fromEntries(file),
    ...fromBills(file),
    ...fromInvoices(file),
    ...fromReports(file),
    ...fromWebhooks(file),
    ...handled,
  ];
  return byCause.sort((a, b) => a.at.getTime() - b.at.getTime());
}
