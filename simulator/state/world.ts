import type { Change } from './change.ts';
import type { Notification } from './notification.ts';
import type { Order } from './order.ts';
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
  readonly notifications: Map<string, Notification>;
  /** Ids of notifications that the schedule still has to deliver. */
  readonly pending: Set<string>;
};

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
});

function known<T>(map: Map<string, T>, key: string): T {
  const value = map.get(key);
  if (value === undefined) throw new Error(`the journal speaks of ${key} before it exists`);
  return value;
}

function changeOrder(world: World, outTradeNo: string, change: (order: Order) => Partial<Order>): void {
  const order = known(world.orders, outTradeNo);
  world.orders.set(outTradeNo, { ...order, ...change(order) });
}

function saveNotification(world: World, notification: Notification): void {
  world.notifications.set(notification.id, notification);
  if (notification.status === 'pending') world.pending.add(notification.id);
  else world.pending.delete(notification.id);
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
    const nothingYet = { attempts: [], closedAtMs: null, payment: null, notificationId: null };
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
  notification_attempted: (world, { id, attempt, status, nextAttemptAtMs }) => {
    const notification = known(world.notifications, id);
    const attempts = [...notification.attempts, attempt];
    saveNotification(world, { ...notification, attempts, status, nextAttemptAtMs });
  },
};

export function apply(world: World, change: Change): void {
  const applier = appliers[change.kind] as (world: World, change: Change) => void;
  applier(world, change);
}
