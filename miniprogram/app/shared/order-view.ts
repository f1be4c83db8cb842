import type { Order, OrderStatus } from '../api/types';
import { dateTime, lastMoment, slashDate } from './dates';
import type { Tone } from './key-status';
import { price } from './money';
import { isPaid, orderStatusLabel } from './order-status';
import { nameShown } from './package-name';
import { points, pointsWithBonus } from './points';

export type OrderTab = 'all' | 'pending' | 'paid' | 'refunded' | 'closed';
/** 已退款 is also what was refunded in part. Undefined: no filter. */
export const STATUSES_OF_TAB: Readonly<Record<OrderTab, readonly (OrderStatus | undefined)[]>> = {
  ...{ all: [undefined], pending: ['pending'], paid: ['paid'], closed: ['closed'] },
  refunded: ['refunded', 'partly_refunded'],
};

/** The one placed last first; ids grow with time, and tell apart what was placed in one moment. */
export const isNewer = (a: Order, b: Order): boolean =>
  a.placed_at === b.placed_at ? a.id > b.id : a.placed_at > b.placed_at;

/** What a row of 购买记录 shows. */
export type OrderView = {
  readonly id: string;
  readonly title: string;
  readonly statusText: string;
  readonly tone: Tone;
  readonly amountText: string;
  readonly pointsText: string;
  readonly timeText: string;
};

/** Where nothing is sold there is no price. */
export function orderView(order: Order, sells: boolean): OrderView {
  const { text, tone } = orderStatusLabel(order.status);
  const title = nameShown(order.package_name, sells);
  return {
    ...{ id: order.id, title, statusText: text, tone, amountText: sells ? price(order.amount_fen) : '' },
    pointsText: pointsWithBonus(order.points, order.bonus_points),
    timeText: dateTime(order.placed_at),
  };
}

type Row = { readonly label: string; readonly text: string };
/** What 订单详情 shows. */
export type OrderDetailView = OrderView & {
  readonly amountFen: number;
  readonly packageId: string;
  readonly number: string;
  readonly rows: readonly Row[];
  readonly promotions: readonly Row[];
  readonly isPending: boolean;
  readonly canInvoice: boolean;
};

/** Where nothing is sold, nobody is asked to pay, and nothing is said of money. */
export function orderDetailView(order: Order, sells: boolean): OrderDetailView {
  return {
    ...orderView(order, sells),
    ...{ amountFen: order.amount_fen, packageId: order.package_id, number: order.out_trade_no },
    rows: rowsOf(order, sells),
    promotions: (sells ? order.promotions : []).map(({ name, discount_fen: fen, bonus_points: bonus }) => ({
      ...{ label: name, text: fen > 0 ? `-${price(fen)}` : `+${points(bonus)}积分` },
    })),
    isPending: order.status === 'pending',
    canInvoice: isPaid(order.status) && order.amount_fen > order.refunded_fen,
  };
}

/** Only what there is: an order that nobody has paid has no transaction. */
function rowsOf(order: Order, sells: boolean): readonly Row[] {
  const { paid_at: paidAt, points_expire_at: expireAt, transaction_id: transaction, refunded_fen: refunded } = order;
  const isDiscounted = order.list_price_fen > order.amount_fen;
  const rows: readonly (Row | false)[] = [
    { label: '获得积分', text: pointsWithBonus(order.points, order.bonus_points) },
    isDiscounted && sells && { label: '套餐原价', text: price(order.list_price_fen) },
    refunded > 0 && sells && { label: '已退金额', text: price(refunded) },
    expireAt !== null && { label: '积分有效期至', text: slashDate(lastMoment(expireAt)) },
    { label: '下单时间', text: dateTime(order.placed_at) },
    order.status === 'pending' && sells && { label: '请在此前支付', text: dateTime(order.expires_at) },
    paidAt !== null && { label: '支付时间', text: dateTime(paidAt) },
    transaction !== null && { label: '微信交易单号', text: transaction },
  ];
  return rows.filter((row): row is Row => row !== false);
}
