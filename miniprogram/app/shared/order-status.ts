import type { OrderStatus } from '../api/types';
import type { Label } from './key-status';

const LABELS: Readonly<Record<OrderStatus, Label>> = {
  pending: { text: '待支付', tone: 'warning' },
  paid: { text: '已支付', tone: 'success' },
  partly_refunded: { text: '部分退款', tone: 'default' },
  refunded: { text: '已退款', tone: 'default' },
  closed: { text: '已关闭', tone: 'default' },
};

export const orderStatusLabel = (status: OrderStatus): Label => LABELS[status];

/** The points have come: nothing is left to wait for. */
export const isPaid = (status: OrderStatus): boolean => status !== 'pending' && status !== 'closed';
