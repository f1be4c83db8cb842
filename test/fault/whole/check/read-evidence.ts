import type { History } from '../history.ts';
import type { Load } from '../load.ts';
import type { Machine } from '../machine.ts';
import type { Evidence, Line, OrderRow, RefundRow } from './evidence.ts';

const LINES = `select account_id::text as "user", seq::int, kind::text, change::int, balance_after::int as "balanceAfter",
  (extract(epoch from at) * 1000)::float8 as at, cause_id::text as cause from ledger.entries order by account_id, seq`;
const ORDERS = `select id::text, user_id::text as "user", status, (points + bonus_points)::int as promised,
  amount_fen as "amountFen", paid_out_trade_no as "paidBy", transaction_id as "transactionId" from ordering.orders`;
const REFUNDS = `select refund.id::text, refund.out_refund_no as "outRefundNo", refund.status, refund.refund_fen as "refundFen",
  taken.state as freeze, coalesce(taken.points, 0)::int as points
  from ordering.refunds refund left join ledger.freezes taken on taken.refund_id = refund.id`;
const ATTEMPTS = `select out_trade_no as "outTradeNo", order_id::text as "orderId" from ordering.payment_attempts`;

/** The database by the role of reports, WeChat by its own books. */
export async function readEvidence(
  machine: Machine,
  { world, serviceName }: Load,
  history: History,
): Promise<Evidence> {
  const url = machine.postgres.urlAs('report');
  const rows = <T extends object>(sql: string): Promise<T[]> => machine.postgres.ask<T>(sql, url);
  const [service] = await rows<{ id: string }>(`select id::text from keyvault.services where name = '${serviceName}'`);
  const attempts = await rows<{ outTradeNo: string; orderId: string }>(ATTEMPTS);
  const paid = (await world.phone.orders()).filter(({ transaction_id }) => transaction_id !== null);
  return {
    ...{ history: history.entries, serviceId: service?.id ?? '', clocksWereMoved: machine.clocks.size > 0 },
    clocksApartMs: machine.clocks.get('postgres')?.furthestMs ?? 0,
    ...{ lines: await rows<Line>(LINES), orders: await rows<OrderRow>(ORDERS) },
    ...{ refunds: await rows<RefundRow>(REFUNDS) },
    attempts: new Map(attempts.map(({ outTradeNo, orderId }) => [outTradeNo, orderId])),
    payments: paid.map(({ out_trade_no: outTradeNo, transaction_id, amount }) => ({
      ...{ outTradeNo, transactionId: String(transaction_id), amountFen: amount.total },
    })),
    paidBack: (await world.phone.refunds()).map(({ out_refund_no: outRefundNo, status, amount }) => ({
      ...{ outRefundNo, status, refundFen: amount.refund },
    })),
  };
}
