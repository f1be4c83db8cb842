import { z } from 'zod';
import { publicId, shownId } from '../../../adapters/http/public-id.ts';
import { DIFFERENCE_CLASSES } from '../../../domain/ordering/reconciliation/difference.ts';
import type { Report, ReportedDifference } from '../../../domain/ordering/reconciliation/report.ts';
import { instant } from '../../face/answer.ts';
import { suggestionFor } from './suggestion.ts';

const day = z.string().meta({ description: 'in Beijing, 2026-01-15' });
const number = z.string().nullable();

export const differenceShape = z.strictObject({
  no: z.int(),
  class: z.enum(DIFFERENCE_CLASSES),
  against: z.enum(['orders', 'ledger', 'fund_bill', 'bill']).meta({ description: 'what the line was held against' }),
  subject: z.enum(['payment', 'refund']),
  out_trade_no: number,
  out_refund_no: number,
  provider_no: number.meta({ description: "WeChat's number of the payment or the refund" }),
  user: shownId('usr').nullable(),
  field: z.string(),
  ours: z.string(),
  theirs: z.string(),
  resolved_at: instant.nullable(),
  suggestion: z.string().meta({ description: 'a command to go on with' }),
});

export const reportShape = z.strictObject({
  id: shownId('rec'),
  day,
  mchid: z.string(),
  asked_by: z.string().nullable().meta({ description: 'null: the worker of the night' }),
  begun_at: instant,
  finished_at: instant,
  payments: z.int().meta({ description: 'lines of the bill that are ours' }),
  refunds: z.int(),
  matched: z.int().meta({ description: 'of these, without a difference' }),
  foreign: z.int().meta({ description: 'lines of other systems of the merchant' }),
  not_booked_yet: z.int().meta({ description: 'lines of the last minutes, which the next fund bill has' }),
  paid_fen: z.int(),
  refunded_fen: z.int(),
  fees_milli_fen: z.int().meta({ description: 'thousandths of a fen' }),
  trade_bill_fees_fen: z.int().meta({ description: 'of all lines, those of others too' }),
  fund_bill_fees_fen: z.int(),
  not_in_this_bill: z.array(z.strictObject({ gateway: z.string(), payments: z.int(), amount_fen: z.int() })),
  found: z.int(),
  open: z.int(),
});

export const reportWithDifferences = z.strictObject({
  ...reportShape.shape,
  differences: z.array(differenceShape),
});

export const reportJson = (report: Report): z.output<typeof reportShape> => {
  const { summary } = report;
  return {
    ...{ id: publicId('rec', report.id), day: report.day, mchid: report.mchid, asked_by: report.askedBy },
    ...{ begun_at: report.begunAt, finished_at: report.finishedAt },
    ...{ payments: summary.payments, refunds: summary.refunds, matched: summary.matched, foreign: summary.foreign },
    ...{ not_booked_yet: summary.notBookedYet, paid_fen: summary.paidFen, refunded_fen: summary.refundedFen },
    ...{ fees_milli_fen: summary.feeMilliFen, trade_bill_fees_fen: summary.tradeBillFeeFen },
    fund_bill_fees_fen: summary.fundBillFeeFen,
    not_in_this_bill: summary.unbilled.map(({ gateway, payments, amountFen }) => ({
      ...{ gateway, payments, amount_fen: amountFen },
    })),
    ...{ found: report.found, open: report.open },
  };
};

export const differenceJson = (report: Report, difference: ReportedDifference): z.output<typeof differenceShape> => ({
  ...{ no: difference.no, class: difference.class, against: difference.against, subject: difference.subject },
  ...{ out_trade_no: difference.outTradeNo, out_refund_no: difference.outRefundNo, provider_no: difference.providerNo },
  user: difference.userId && publicId('usr', difference.userId),
  ...{ field: difference.field, ours: difference.ours, theirs: difference.theirs },
  resolved_at: difference.resolved?.at ?? null,
  suggestion: suggestionFor(report, difference),
});
