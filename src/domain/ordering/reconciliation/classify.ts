import { noPoints, type Points } from '../../shared/points.ts';
import type { RefundStatus } from '../refund.ts';
import type { PaymentRow, RefundRow } from '../trade-bill.ts';
import { isOurNumber } from './bill-line.ts';
import { type Difference, differenceIn } from './difference.ts';
import type { PaymentRecord, RefundedPoints, RefundRecord } from './records.ts';

export type Verdict =
  | { readonly kind: 'matched' }
  /** Of another system of the merchant. */
  | { readonly kind: 'foreign' }
  | { readonly kind: 'differs'; readonly difference: Difference };

const MATCHED: Verdict = { kind: 'matched' };
const FOREIGN: Verdict = { kind: 'foreign' };
const differs = (...args: Parameters<typeof differenceIn>): Verdict => ({
  kind: 'differs',
  difference: differenceIn(...args),
});

/**
 * A payment of the bill, against the order and then the ledger. `granted` is what the ledger has granted for the order. The
 * first thing that differs is told: what follows it follows from it.
 */
export function classifyPayment(row: PaymentRow, record: PaymentRecord | null, granted: Points): Verdict {
  const asked = { against: 'orders', remedy: 'trace_order' } as const;
  if (!record) {
    if (!isOurNumber(row.outTradeNo)) return FOREIGN;
    const theirs = `${row.amountFen} fen paid`;
    return differs(row, { ...asked, class: 'missing_here', field: 'existence', ours: 'no such number', theirs });
  }
  const { userId, transactionId } = record;
  if (row.amountFen !== record.amountFen) {
    const told = { ours: `${record.amountFen} fen`, theirs: `${row.amountFen} fen` };
    return differs(row, { ...asked, class: 'amount_differs', field: 'amount', userId, ...told });
  }
  if (transactionId === null) {
    const told = { ours: record.status, theirs: 'paid', remedy: 'settle' } as const;
    return differs(row, { ...asked, class: 'missing_here', field: 'existence', userId, ...told });
  }
  // Never settled from here: it would be taken for a second payment, and go back.
  if (transactionId !== row.transactionId) {
    const told = { ours: transactionId, theirs: row.transactionId };
    return differs(row, { ...asked, class: 'state_differs', field: 'transaction_id', userId, ...told });
  }
  return record.paidForOrder ? holdAgainstGrant(row, record, granted) : MATCHED;
}

function holdAgainstGrant(row: PaymentRow, { points, userId }: PaymentRecord, granted: Points): Verdict {
  if (granted === points) return MATCHED;
  return differs(row, {
    class: granted === noPoints ? 'missing_here' : 'amount_differs',
    ...{ against: 'ledger', field: 'points', remedy: 'verify_ledger', userId },
    ...{ ours: `${granted} points granted`, theirs: `${points} points sold` },
  });
}

/** A refund of the bill. `payment` is what we know of the payment that it names, `frozen` what the ledger has done about it. */
export function classifyRefund(
  row: RefundRow,
  record: RefundRecord | null,
  payment: PaymentRecord | null,
  frozen: RefundedPoints | null,
): Verdict {
  if (!record) return classifyUnknown(row, payment);
  const { userId } = record;
  const asked = { against: 'orders', remedy: 'show_refund', userId } as const;
  if (row.outTradeNo !== record.outTradeNo) {
    const told = { ours: record.outTradeNo, theirs: row.outTradeNo };
    return differs(row, { ...asked, class: 'state_differs', field: 'out_trade_no', ...told });
  }
  if (row.transactionId !== record.transactionId) {
    const told = { ours: record.transactionId, theirs: row.transactionId };
    return differs(row, { ...asked, class: 'state_differs', field: 'transaction_id', ...told });
  }
  if (row.amountFen !== record.refundFen) {
    const told = { ours: `${record.refundFen} fen`, theirs: `${row.amountFen} fen` };
    return differs(row, { ...asked, class: 'amount_differs', field: 'amount', ...told });
  }
  const standing = STANDINGS[row.state][record.status];
  if (standing !== 'agrees') {
    const remedy = standing === 'behind' ? 'apply_refund' : 'show_refund';
    const told = { ours: record.status, theirs: row.state, remedy } as const;
    return differs(row, { ...asked, class: 'state_differs', field: 'status', ...told });
  }
  return holdAgainstFreeze(row, record, frozen);
}

/** One that is closed has moved nothing, here neither. */
function classifyUnknown(row: RefundRow, payment: PaymentRecord | null): Verdict {
  if (!payment && !isOurNumber(row.outTradeNo)) return FOREIGN;
  if (payment && row.state === 'closed') return MATCHED;
  return differs(row, {
    ...{ class: 'missing_here', against: 'orders', field: 'existence', userId: payment?.userId ?? null },
    ...{ ours: 'no such number', theirs: `${row.amountFen} fen ${row.state}` },
    remedy: payment ? 'apply_refund' : 'trace_order',
  });
}

type Standing = 'agrees' | 'behind' | 'contradicts';
const NEVER_SENT = { awaiting_approval: 'contradicts', rejected: 'contradicts' } as const;

/**
 * Our state beside that of the bill. A bill shows how a refund stood when it was made, so that ours may be further; `behind`: it
 * has yet to hear what the bill tells.
 */
const STANDINGS: Readonly<Record<RefundRow['state'], Readonly<Record<RefundStatus, Standing>>>> = {
  processing: {
    ...NEVER_SENT,
    approved: 'behind',
    ...{ processing: 'agrees', abnormal: 'agrees', succeeded: 'agrees', failed: 'agrees' },
  },
  succeeded: {
    ...NEVER_SENT,
    ...{ approved: 'behind', processing: 'behind', abnormal: 'behind' },
    ...{ succeeded: 'agrees', failed: 'contradicts' },
  },
  closed: {
    ...NEVER_SENT,
    ...{ approved: 'behind', processing: 'behind', abnormal: 'behind' },
    ...{ succeeded: 'contradicts', failed: 'agrees' },
  },
};

const POINTS_IN: Partial<Record<RefundStatus, RefundedPoints['state']>> = {
  ...{ approved: 'frozen', processing: 'frozen', abnormal: 'frozen' },
  ...{ succeeded: 'burned', failed: 'released' },
};

/** A second payment has bought nothing; of one made elsewhere there may have been no points left to take back. */
function holdAgainstFreeze(row: RefundRow, record: RefundRecord, frozen: RefundedPoints | null): Verdict {
  const wanted = POINTS_IN[record.status];
  const mayHaveNone = !record.paidForOrder || record.origin !== 'operator';
  if (frozen ? frozen.state === wanted : mayHaveNone) return MATCHED;
  return differs(row, {
    class: frozen ? 'state_differs' : 'missing_here',
    ...{ against: 'ledger', field: 'points', remedy: 'verify_ledger', userId: record.userId },
    ...{ ours: frozen ? `${frozen.points} points ${frozen.state}` : 'no points taken', theirs: `points ${wanted}` },
  });
}
