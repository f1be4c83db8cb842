import type { Context } from '../context.ts';
import type { BillSubject } from '../state/bill.ts';
import { billText } from './bill-text.ts';
import { flowsOfDay, fundFlowDetails, fundFlowSummary } from './fund-flow-bill.ts';
import { fundFlows } from './fund-flows.ts';
import { tradeDetails, tradeSummary } from './trade-bill.ts';
import { tradeEntries } from './trade-entries.ts';

/** The text of a bill, or nothing when there is nothing to put on it. */
export function makeBill({ store, credentials }: Context, subject: BillSubject, bom: boolean): string | undefined {
  const { merchant } = credentials;
  if (subject.kind === 'trade') {
    const entries = tradeEntries(store.world, subject.day);
    const details = tradeDetails(subject.type, entries, merchant);
    return details.rows.length > 0 ? billText(details, tradeSummary(subject.type, entries), bom) : undefined;
  }
  // All the money is on the basic account.
  if (subject.account !== 'BASIC') return undefined;
  const flows = flowsOfDay(fundFlows(store.world, merchant.mchid), subject.day);
  return flows.length > 0 ? billText(fundFlowDetails(flows), fundFlowSummary(flows), bom) : undefined;
}
