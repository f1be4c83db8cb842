import { publicId } from '../../../adapters/http/public-id.ts';
import type { Report, ReportedDifference } from '../../../domain/ordering/reconciliation/report.ts';

/** The command that an operator goes on with. */
export function suggestionFor(
  { id, day }: Pick<Report, 'id' | 'day'>,
  { remedy, outTradeNo, outRefundNo, userId }: ReportedDifference,
): string {
  switch (remedy) {
    case 'settle':
    case 'apply_refund':
      return `seahorse reconcile apply ${publicId('rec', id)} --reason …`;
    case 'trace_order':
      return `seahorse orders trace ${outTradeNo}`;
    case 'show_refund':
      return `seahorse refunds show ${outRefundNo}`;
    case 'verify_ledger':
      return userId ? `seahorse ledger verify --account ${publicId('usr', userId)}` : 'seahorse ledger verify';
    case 'read_funds':
      return `seahorse reconcile bill --day ${day} --kind fund --file fund-${day}.csv`;
  }
}
