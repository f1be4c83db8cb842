import type { Knex } from 'knex';
import type { GatewayName } from '../../../../domain/ordering/payment-channel.ts';
import type {
  BilledRecords,
  PaymentRecord,
  RefundRecord,
  Span,
  UnbilledSales,
} from '../../../../domain/ordering/reconciliation/records.ts';
import { fen } from '../../../../domain/shared/fen.ts';
import type {
  OrderId,
  OutRefundNo,
  OutTradeNo,
  RefundId,
  TransactionId,
  UserId,
} from '../../../../domain/shared/ids.ts';
import { points } from '../../../../domain/shared/points.ts';
import { rowsOf } from '../../rows.ts';
import {
  paymentsOfNumbersSql,
  paymentsWithoutLineSql,
  refundRecordsSql,
  refundsWithoutLineSql,
  unbilledSql,
} from './billed-records.sql.ts';

type PaymentRecordRow = {
  out_trade_no: OutTradeNo;
  order_id: OrderId;
  user_id: UserId;
  status: PaymentRecord['status'];
  amount_fen: number;
  points: bigint;
  bonus_points: bigint;
  paid_for_order: boolean;
  transaction_id: TransactionId | null;
};
type RefundRecordRow = {
  id: RefundId;
  out_refund_no: OutRefundNo;
  out_trade_no: OutTradeNo;
  transaction_id: TransactionId;
  order_id: OrderId;
  user_id: UserId;
  refund_fen: number;
  status: RefundRecord['status'];
  origin: RefundRecord['origin'];
  paid_for_order: boolean;
};
type UnbilledRow = { gateway: GatewayName; payments: bigint; amount_fen: bigint };

export class PostgresBilledRecords implements BilledRecords {
  readonly #db: Knex;

  constructor(db: Knex) {
    this.#db = db;
  }

  async paymentsOf(numbers: readonly OutTradeNo[]): Promise<ReadonlyMap<OutTradeNo, PaymentRecord>> {
    const rows = await rowsOf<PaymentRecordRow>(this.#db, paymentsOfNumbersSql, [numbers as never]);
    return new Map(rows.map((row) => [row.out_trade_no, toPayment(row)]));
  }

  async refundsOf(numbers: readonly OutRefundNo[]): Promise<ReadonlyMap<OutRefundNo, RefundRecord>> {
    if (numbers.length === 0) return new Map();
    const sql = `${refundRecordsSql} where r.out_refund_no = any (?)`;
    const rows = await rowsOf<RefundRecordRow>(this.#db, sql, [numbers as never]);
    return new Map(rows.map((row) => [row.out_refund_no, toRefundRecord(row)]));
  }

  async paymentsWithoutLine(mchid: string, { from, to }: Span): Promise<PaymentRecord[]> {
    return (await rowsOf<PaymentRecordRow>(this.#db, paymentsWithoutLineSql, [from, to, mchid])).map(toPayment);
  }

  async refundsWithoutLine(mchid: string, { from, to }: Span): Promise<RefundRecord[]> {
    const bindings = [from, to, from, from, mchid];
    const rows = await rowsOf<RefundRecordRow>(this.#db, refundsWithoutLineSql, bindings);
    return rows.map(toRefundRecord);
  }

  async unbilled(mchid: string, { from, to }: Span): Promise<UnbilledSales[]> {
    const rows = await rowsOf<UnbilledRow>(this.#db, unbilledSql, [from, to, mchid]);
    return rows.map(({ gateway, payments, amount_fen }) => ({
      ...{ gateway, payments: Number(payments), amountFen: fen(Number(amount_fen)) },
    }));
  }
}

const toPayment = (row: PaymentRecordRow): PaymentRecord => ({
  outTradeNo: row.out_trade_no,
  orderId: row.order_id,
  userId: row.user_id,
  status: row.status,
  amountFen: fen(row.amount_fen),
  transactionId: row.transaction_id,
  paidForOrder: row.paid_for_order,
  points: points(row.points + row.bonus_points),
});

const toRefundRecord = (row: RefundRecordRow): RefundRecord => ({
  ...{ id: row.id, outRefundNo: row.out_refund_no, outTradeNo: row.out_trade_no, transactionId: row.transaction_id },
  ...{ orderId: row.order_id, userId: row.user_id, refundFen: fen(row.refund_fen) },
  ...{ status: row.status, origin: row.origin, paidForOrder: row.paid_for_order },
});
