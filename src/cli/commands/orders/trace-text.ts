import type { NextStep } from '../../../application/ordering/trace/next-steps.ts';
import type { OrderFile } from '../../../application/ordering/trace/order-file.ts';
import type { TraceLine } from '../../../application/ordering/trace/trace-line.ts';
import type { TracedOrder } from '../../../application/ordering/trace-order.ts';
import { isSettled } from '../../../domain/ordering/order.ts';
import { totalPoints } from '../../../domain/ordering/settlement.ts';
import { placesOf } from '../lot-text.ts';
import { asYuan } from '../yuan.ts';
import { idsJson, isOverdue, snakeCased } from './trace-json.ts';

/** One line each; the last ones say where it stands and what moves it next. */
export const describeTrace = ({ file, lines, next }: TracedOrder): string =>
  [...lines.map(lineText), '', `it stands: ${standingOf(file)}`, ...nextLines(file, next)].join('\n');

function lineText({ at, what, cause, figures, ids }: TraceLine): string {
  const facts = { ...snakeCased(figures), ...idsJson(ids) };
  const told = Object.entries(facts).map(([name, value]) => `${name}=${value}`);
  return [at.toISOString(), what.padEnd(21), (cause ?? '').padEnd(12), told.join(' ')].join('  ').trimEnd();
}

function standingOf({ order, lots }: OrderFile): string {
  const price = `¥${asYuan(order.terms.amountFen)}`;
  if (order.status === 'pending')
    return `waits for ${price}; no points are credited before WeChat says that it is paid`;
  if (!isSettled(order)) return `closed at ${order.closedAt.toISOString()}; as far as WeChat has said, nobody has paid`;
  const credited = `${totalPoints(order)} points were credited at ${order.settledAt.toISOString()}`;
  return `${order.status}, ${price}; ${credited}: ${placesOf(lots)}`;
}

function nextLines({ now }: OrderFile, next: readonly NextStep[]): string[] {
  if (next.length === 0) return ['next:      nothing is due'];
  return next.map((step) => {
    const late = isOverdue(step, now) ? ' (overdue: is "seahorse work" running?)' : '';
    return `next:      ${NEXT[step.what](step.at?.toISOString() ?? '', idsJson(step.ids))}${late}`;
  });
}

type Words = (at: string, ids: Record<string, string>) => string;

const NEXT: Readonly<Record<NextStep['what'], Words>> = {
  buyer_pays: (at) => `the buyer can pay until ${at}`,
  provider_is_asked: (at, { out_trade_no: no }) =>
    `a worker asks WeChat at ${at}; at once: seahorse orders settle ${no} --reason …`,
  order_is_closed: (at) => `a worker closes it at ${at}, unless WeChat says that it is paid`,
  payment_is_looked_at: (_, { out_trade_no: no }) =>
    `a person looks at the payment of ${no} that was set aside; it is not credited, and goes back in WeChat's merchant console`,
  notification_is_handled: (at) => `a worker handles the notification at ${at}`,
  refund_is_approved: (_, { refund_id: id }) =>
    `waits for a second operator: seahorse refunds approve ${id} --reason …`,
  refund_is_sent: (at, { refund_id: id }) => `a worker sends ${id} to WeChat at ${at}`,
  refund_is_asked_about: (at, { refund_id: id }) => `a worker asks WeChat about ${id} at ${at}`,
  refund_is_put_right: (_, { refund_id: id }) =>
    `a person says in WeChat's merchant console where the money of ${id} goes`,
  delivery_is_reported: (at) => `a worker tells WeChat of the delivery at ${at}`,
  invoice_is_issued: (_, { invoice_id: id }) => `a person issues the invoice: seahorse invoices issue ${id} --number …`,
  red_letter_is_issued: (_, { invoice_id: id }) =>
    `a person issues the red-letter note: seahorse invoices red-letter ${id} --number …`,
  webhook_is_sent: (at, { delivery_id: id }) => `a worker sends ${id} at ${at}`,
};
