import { apiAppliers } from '../api/api-appliers.ts';
import { type ApiWorld, emptyApi } from '../api/api-state.ts';
import { emptyPush, type PushWorld, pushAppliers } from '../push/push-state.ts';
import { emptyShipping, type ShippingWorld, shippingAppliers } from '../shipping/shipping-state.ts';
import { xpayAppliers } from '../xpay/xpay-appliers.ts';
import { emptyXpay, type XpayWorld } from '../xpay/xpay-state.ts';
import { type BillState, billAppliers } from './bill.ts';
import type { Change } from './change.ts';
import { type FaultState, faultAppliers, noFaults } from './fault-changes.ts';
import { known } from './known.ts';
import { type NotificationState, saveNotification } from './notification.ts';
import { notificationAppliers } from './notification-changes.ts';
import type { Order } from './order.ts';
import { usualRefundPlan } from './refund.ts';
import { type RefundState, refundAppliers } from './refund-changes.ts';
import type { LoginCode, User } from './user.ts';

/** Everything WeChat knows. Only `apply` changes it. */
export type World = {
  clockOffsetMs: number;
  readonly users: Map<string, User>;
  readonly userNameByOpenid: Map<string, string>;
  readonly loginCodes: Map<string, LoginCode>;
  readonly orders: Map<string, Order>;
  readonly orderByPrepay: Map<string, string>;
  readonly orderByTransaction: Map<string, string>;
  readonly api: ApiWorld;
  readonly push: PushWorld;
  readonly xpay: XpayWorld;
  readonly shipping: ShippingWorld;
} & NotificationState &
  RefundState &
  BillState &
  FaultState;

export const emptyWorld = (): World => ({
  clockOffsetMs: 0,
  users: new Map(),
  userNameByOpenid: new Map(),
  loginCodes: new Map(),
  orders: new Map(),
  orderByPrepay: new Map(),
  orderByTransaction: new Map(),
  notifications: new Map(),
  pending: new Set(),
  refundPlan: usualRefundPlan,
  refunds: new Map(),
  processingRefunds: new Set(),
  billPlan: { bom: false, creating: false },
  issuedBills: new Map(),
  faults: noFaults,
  api: emptyApi(),
  push: emptyPush(),
  xpay: emptyXpay(),
  shipping: emptyShipping(),
});

function changeOrder(world: World, outTradeNo: string, change: (order: Order) => Partial<Order>): void {
  const order = known(world.orders, outTradeNo);
  world.orders.set(outTradeNo, { ...order, ...change(order) });
}

function applyPaid(world: World, { outTradeNo, payment, notification }: Extract<Change, { kind: 'order_paid' }>): void {
  const attempt = { outcome: 'paid', openid: payment.openid, reason: null, atMs: payment.paidAtMs } as const;
  changeOrder(world, outTradeNo, ({ attempts }) => ({
    payment,
    notificationId: notification.id,
    attempts: [...attempts, attempt],
  }));
  world.orderByTransaction.set(payment.transactionId, outTradeNo);
  saveNotification(world, notification);
}

type Appliers = { readonly [Kind in Change['kind']]: (world: World, change: Extract<Change, { kind: Kind }>) => void };

const appliers: Appliers = {
  ...apiAppliers,
  ...pushAppliers,
  ...xpayAppliers,
  ...shippingAppliers,
  clock_moved: (world, { offsetMs }) => {
    world.clockOffsetMs = offsetMs;
  },
  user_saved: (world, { user }) => {
    world.users.set(user.name, user);
    world.userNameByOpenid.set(user.openid, user.name);
  },
  login_code_issued: (world, { loginCode }) => {
    world.loginCodes.set(loginCode.code, loginCode);
  },
  login_code_used: (world, { code }) => {
    world.loginCodes.set(code, { ...known(world.loginCodes, code), used: true });
  },
  order_placed: (world, { order, prepay }) => {
    const nothingYet = { attempts: [], closedAtMs: null, payment: null, notificationId: null, outRefundNos: [] };
    world.orders.set(order.outTradeNo, { ...order, ...nothingYet, prepays: [prepay] });
    world.orderByPrepay.set(prepay.handle, order.outTradeNo);
  },
  prepay_renewed: (world, { outTradeNo, prepay }) => {
    changeOrder(world, outTradeNo, ({ prepays }) => ({ prepays: [...prepays, prepay] }));
    world.orderByPrepay.set(prepay.handle, outTradeNo);
  },
  order_closed: (world, { outTradeNo, closedAtMs }) => changeOrder(world, outTradeNo, () => ({ closedAtMs })),
  payment_attempted: (world, { outTradeNo, attempt }) =>
    changeOrder(world, outTradeNo, ({ attempts }) => ({ attempts: [...attempts, attempt] })),
  order_paid: applyPaid,
  ...notificationAppliers,
  ...refundAppliers,
  ...billAppliers,
  ...faultAppliers,
};

export function apply(world: World, change: Change): void {
  const applier = appliers[change.kind] as (world: World, change: Change) => void;
  applier(world, change);
}
