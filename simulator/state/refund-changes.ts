import { known } from './known.ts';
import { type Notification, type NotificationState, saveNotification } from './notification.ts';
import type { Order } from './order.ts';
import type { AcceptedRefund, Refund, RefundEnd, RefundPlan } from './refund.ts';

export type RefundChange =
  | { readonly kind: 'refund_plan_set'; readonly plan: RefundPlan }
  | { readonly kind: 'refund_accepted'; readonly refund: AcceptedRefund }
  | {
      readonly kind: 'refund_ended';
      readonly outRefundNo: string;
      readonly end: RefundEnd;
      readonly notification: Notification;
    };

export type RefundState = {
  refundPlan: RefundPlan;
  readonly refunds: Map<string, Refund>;
  /** Merchant numbers of refunds that are still PROCESSING. */
  readonly processingRefunds: Set<string>;
};

type Touched = RefundState & NotificationState & { readonly orders: Map<string, Order> };
type Applier<Kind> = (state: Touched, change: Extract<RefundChange, { kind: Kind }>) => void;

export const refundAppliers: { readonly [Kind in RefundChange['kind']]: Applier<Kind> } = {
  refund_plan_set: (state, { plan }) => {
    state.refundPlan = plan;
  },
  refund_accepted: (state, { refund }) => {
    const order = known(state.orders, refund.outTradeNo);
    const outRefundNos = [...order.outRefundNos, refund.outRefundNo];
    state.orders.set(order.outTradeNo, { ...order, outRefundNos });
    state.refunds.set(refund.outRefundNo, { ...refund, ends: [], notificationIds: [] });
    state.processingRefunds.add(refund.outRefundNo);
  },
  refund_ended: (state, { outRefundNo, end, notification }) => {
    const refund = known(state.refunds, outRefundNo);
    const notificationIds = [...refund.notificationIds, notification.id];
    state.refunds.set(outRefundNo, { ...refund, ends: [...refund.ends, end], notificationIds });
    state.processingRefunds.delete(outRefundNo);
    saveNotification(state, notification);
  },
};
