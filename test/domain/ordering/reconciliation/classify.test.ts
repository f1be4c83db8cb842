import { expect } from 'chai';
import {
  classifyPayment,
  classifyRefund,
  type Verdict,
} from '../../../../src/domain/ordering/reconciliation/classify.ts';
import type { RefundedPoints, RefundRecord } from '../../../../src/domain/ordering/reconciliation/records.ts';
import { REFUND_STATUSES } from '../../../../src/domain/ordering/refund.ts';
import type { RefundRow } from '../../../../src/domain/ordering/trade-bill.ts';
import { fen } from '../../../../src/domain/shared/fen.ts';
import type { OutTradeNo, TransactionId } from '../../../../src/domain/shared/ids.ts';
import { points } from '../../../../src/domain/shared/points.ts';
import { aPaymentRecord, aPaymentRow, aRefundRecord, aRefundRow } from '../../../support/bill-builders.ts';

const THEIRS = 'SHOP-20260115-0001' as OutTradeNo;
const textOf = (verdict: Verdict): string => {
  if (verdict.kind !== 'differs') return verdict.kind;
  const { class: what, against, field, ours, theirs, remedy } = verdict.difference;
  return `${what} ${against} ${field}: ${ours} | ${theirs} (${remedy})`;
};

describe('a payment of the bill', () => {
  const row = aPaymentRow();
  const sold = points(120n);
  const cases: Record<string, [Parameters<typeof classifyPayment>, string]> = {
    'that we know, with its points': [[row, aPaymentRecord(row), sold], 'matched'],
    'of another system': [[aPaymentRow({ outTradeNo: THEIRS }), null, points(0n)], 'foreign'],
    'with a number of ours that is nowhere': [
      [row, null, points(0n)],
      'missing_here orders existence: no such number | 990 fen paid (trace_order)',
    ],
    'of an order that is unpaid here': [
      [row, aPaymentRecord(row, { transactionId: null, paidForOrder: false, status: 'closed' }), points(0n)],
      'missing_here orders existence: closed | paid (settle)',
    ],
    'of a fen more': [
      [aPaymentRow({ ...row, amountFen: fen(991) }), aPaymentRecord(row), sold],
      'amount_differs orders amount: 990 fen | 991 fen (trace_order)',
    ],
    'under another number of the provider': [
      [aPaymentRow({ ...row, transactionId: '42001' as TransactionId }), aPaymentRecord(row), sold],
      `state_differs orders transaction_id: ${row.transactionId} | 42001 (trace_order)`,
    ],
    'whose points were never granted': [
      [row, aPaymentRecord(row), points(0n)],
      'missing_here ledger points: 0 points granted | 120 points sold (verify_ledger)',
    ],
    'whose points are others': [
      [row, aPaymentRecord(row), points(121n)],
      'amount_differs ledger points: 121 points granted | 120 points sold (verify_ledger)',
    ],
    'that came second, and buys nothing': [[row, aPaymentRecord(row, { paidForOrder: false }), sold], 'matched'],
  };
  for (const [what, [given, said]] of Object.entries(cases)) {
    it(`${what}: ${said}`, () => expect(textOf(classifyPayment(...given))).to.equal(said));
  }
});

describe('a refund of the bill', () => {
  const row = aRefundRow();
  const record = (change: Partial<RefundRecord> = {}) => aRefundRecord(row, change);
  const payment = aPaymentRecord(aPaymentRow({ outTradeNo: row.outTradeNo }));
  const burned: RefundedPoints = { state: 'burned', points: points(60n) };
  const cases: Record<string, [Parameters<typeof classifyRefund>, string]> = {
    'that we know, with its points burned': [[row, record(), payment, burned], 'matched'],
    'of another system': [[aRefundRow({ outTradeNo: THEIRS }), null, null, null], 'foreign'],
    'that was made elsewhere': [
      [row, null, payment, null],
      'missing_here orders existence: no such number | 495 fen succeeded (apply_refund)',
    ],
    'that was made elsewhere and came to nothing': [[{ ...row, state: 'closed' }, null, payment, null], 'matched'],
    'of a number of ours that is nowhere': [
      [row, null, null, null],
      'missing_here orders existence: no such number | 495 fen succeeded (trace_order)',
    ],
    'of a fen less': [
      [{ ...row, amountFen: fen(494) }, record(), payment, burned],
      'amount_differs orders amount: 495 fen | 494 fen (show_refund)',
    ],
    'of another payment': [
      [row, record({ outTradeNo: THEIRS }), payment, burned],
      `state_differs orders out_trade_no: ${THEIRS} | ${row.outTradeNo} (show_refund)`,
    ],
    'of another number of that payment': [
      [row, record({ transactionId: '42001' as TransactionId }), payment, burned],
      `state_differs orders transaction_id: 42001 | ${row.transactionId} (show_refund)`,
    ],
    'whose points are still frozen': [
      [row, record(), payment, { ...burned, state: 'frozen' }],
      'state_differs ledger points: 60 points frozen | points burned (verify_ledger)',
    ],
    'whose points were never taken': [
      [row, record(), payment, null],
      'missing_here ledger points: no points taken | points burned (verify_ledger)',
    ],
    'made elsewhere, when no points were left': [[row, record({ origin: 'elsewhere' }), payment, null], 'matched'],
    'of a second payment, which had bought no points': [
      [row, record({ origin: 'duplicate_payment', paidForOrder: false }), payment, null],
      'matched',
    ],
  };
  for (const [what, [given, said]] of Object.entries(cases)) {
    it(`${what}: ${said}`, () => expect(textOf(classifyRefund(...given))).to.equal(said));
  }

  const states: Record<RefundRow['state'], string[]> = {
    processing: ['approved behind', 'awaiting_approval contradicts', 'rejected contradicts'],
    succeeded: [
      ...['abnormal behind', 'approved behind', 'awaiting_approval contradicts', 'failed contradicts'],
      ...['processing behind', 'rejected contradicts'],
    ],
    closed: [
      ...['abnormal behind', 'approved behind', 'awaiting_approval contradicts', 'processing behind'],
      ...['rejected contradicts', 'succeeded contradicts'],
    ],
  };
  for (const [state, wanted] of Object.entries(states) as [RefundRow['state'], string[]][]) {
    it(`that is ${state} there differs from ours, where ours is: ${wanted.join(', ')}`, () => {
      const told = REFUND_STATUSES.flatMap((status) => {
        const verdict = classifyRefund({ ...row, state }, record({ status }), payment, null);
        if (verdict.kind !== 'differs' || verdict.difference.field !== 'status') return [];
        expect(verdict.difference).to.include({ class: 'state_differs', ours: status, theirs: state });
        return [`${status} ${verdict.difference.remedy === 'apply_refund' ? 'behind' : 'contradicts'}`];
      });
      expect(told.sort()).to.deep.equal(wanted);
    });
  }
});
