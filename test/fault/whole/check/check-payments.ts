import { counted, exactly, type Figure } from '../../figure.ts';
import type { Evidence, Line, OrderRow } from './evidence.ts';
import { groupedBy } from './grouped-by.ts';

const SETTLED = ['paid', 'partly_refunded', 'refunded'];

/** What WeChat was paid, what is settled, and what was granted: order by order. */
export function checkPayments({ payments, orders, attempts, lines }: Evidence): Figure[] {
  const byId = new Map(orders.map((order) => [order.id, order]));
  const isSettledBy = ({ outTradeNo, transactionId, amountFen }: (typeof payments)[number]): boolean => {
    const order = byId.get(attempts.get(outTradeNo) ?? '');
    return order?.transactionId === transactionId && order.paidBy === outTradeNo && order.amountFen === amountFen;
  };
  const paid = new Set(payments.map(({ transactionId }) => transactionId));
  const settled = orders.filter(({ status }) => SETTLED.includes(status));
  const grants = groupedBy(
    lines.filter(({ kind }) => kind === 'grant'),
    ({ cause }) => cause,
  );
  return [
    counted('orders placed', orders.length),
    counted('payments at WeChat', payments.length),
    exactly('payments that settled no order', payments.filter((each) => !isSettledBy(each)).length, 0),
    exactly(
      'orders settled without a payment',
      settled.filter((each) => !paid.has(each.transactionId ?? '')).length,
      0,
    ),
    exactly('orders whose points were not granted once', settled.filter((each) => !isGranted(each, grants)).length, 0),
    exactly(
      'grants of orders that were not paid',
      [...grants.keys()].filter((id) => !isSettled(byId.get(id))).length,
      0,
    ),
    exactly('orders that are neither paid nor closed', orders.filter(({ status }) => status === 'pending').length, 0),
  ];
}

const isSettled = (order: OrderRow | undefined): boolean => order !== undefined && SETTLED.includes(order.status);

function isGranted({ id, user, promised }: OrderRow, grants: ReadonlyMap<string, readonly Line[]>): boolean {
  const lines = grants.get(id) ?? [];
  return lines.every((line) => line.user === user) && lines.reduce((sum, { change }) => sum + change, 0) === promised;
}
