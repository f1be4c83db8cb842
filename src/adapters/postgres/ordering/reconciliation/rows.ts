import type { GatewayName } from '../../../../domain/ordering/payment-channel.ts';
import type { Difference } from '../../../../domain/ordering/reconciliation/difference.ts';
import { milliFen } from '../../../../domain/ordering/reconciliation/milli-fen.ts';
import type { Report, ReportedDifference, Summary } from '../../../../domain/ordering/reconciliation/report.ts';
import type { BeijingDay } from '../../../../domain/shared/beijing-time.ts';
import { fen } from '../../../../domain/shared/fen.ts';
import type { OutRefundNo, OutTradeNo, ReconciliationId, UserId } from '../../../../domain/shared/ids.ts';

export type ReportRow = {
  id: ReconciliationId;
  mchid: string;
  day: BeijingDay;
  asked_by: string | null;
  begun_at: Date;
  finished_at: Date;
  summary: SummaryJson;
  found: bigint;
  open: bigint;
};

type SummaryJson = {
  payments: number;
  refunds: number;
  matched: number;
  foreign: number;
  not_booked_yet: number;
  paid_fen: number;
  refunded_fen: number;
  fee_milli_fen: number;
  trade_bill_fee_fen: number;
  fund_bill_fee_fen: number;
  unbilled: { gateway: GatewayName; payments: number; amount_fen: number }[];
};

/** Finished ones; append conditions on `report`. */
export const selectReportsSql = /* sql */ `
select report.*, counted.found, counted.open
from ordering.reconciliations report cross join lateral (
  select count(*) as found, count(*) filter (where resolved_at is null) as open
  from ordering.reconciliation_differences where reconciliation_id = report.id) counted
where report.finished_at is not null`;

export const toReport = (row: ReportRow): Report => ({
  ...{ id: row.id, mchid: row.mchid, day: row.day, askedBy: row.asked_by },
  ...{ begunAt: row.begun_at, finishedAt: row.finished_at, summary: toSummary(row.summary) },
  ...{ found: Number(row.found), open: Number(row.open) },
});

export const summaryJson = (summary: Summary): SummaryJson => ({
  ...{ payments: summary.payments, refunds: summary.refunds, matched: summary.matched, foreign: summary.foreign },
  ...{ not_booked_yet: summary.notBookedYet, paid_fen: summary.paidFen, refunded_fen: summary.refundedFen },
  ...{ fee_milli_fen: summary.feeMilliFen, trade_bill_fee_fen: summary.tradeBillFeeFen },
  fund_bill_fee_fen: summary.fundBillFeeFen,
  unbilled: summary.unbilled.map(({ gateway, payments, amountFen }) => ({ gateway, payments, amount_fen: amountFen })),
});

const toSummary = (json: SummaryJson): Summary => ({
  ...{ payments: json.payments, refunds: json.refunds, matched: json.matched, foreign: json.foreign },
  ...{ notBookedYet: json.not_booked_yet, paidFen: json.paid_fen, refundedFen: json.refunded_fen },
  ...{ feeMilliFen: milliFen(json.fee_milli_fen), tradeBillFeeFen: json.trade_bill_fee_fen },
  fundBillFeeFen: json.fund_bill_fee_fen,
  unbilled: json.unbilled.map(({ gateway, payments, amount_fen }) => ({
    gateway,
    payments,
    amountFen: fen(amount_fen),
  })),
});

export type DifferenceRow = {
  no: number;
  class: Difference['class'];
  against: Difference['against'];
  subject: Difference['subject'];
  out_trade_no: OutTradeNo | null;
  out_refund_no: OutRefundNo | null;
  provider_no: string | null;
  user_id: UserId | null;
  field: Difference['field'];
  ours: string;
  theirs: string;
  remedy: Difference['remedy'];
  resolved_at: Date | null;
  resolved_by: string | null;
};

export const differenceColumns = (difference: Difference & { readonly no: number }): Partial<DifferenceRow> => ({
  ...{ no: difference.no, class: difference.class, against: difference.against, subject: difference.subject },
  ...{ out_trade_no: difference.outTradeNo, out_refund_no: difference.outRefundNo },
  ...{ provider_no: difference.providerNo, user_id: difference.userId, field: difference.field },
  ...{ ours: difference.ours, theirs: difference.theirs, remedy: difference.remedy },
});

export const toDifference = (row: DifferenceRow): ReportedDifference => ({
  ...{ no: row.no, class: row.class, against: row.against, subject: row.subject },
  ...{ outTradeNo: row.out_trade_no, outRefundNo: row.out_refund_no, providerNo: row.provider_no },
  ...{ userId: row.user_id, field: row.field, ours: row.ours, theirs: row.theirs, remedy: row.remedy },
  resolved: row.resolved_at && { at: row.resolved_at, by: row.resolved_by },
});
