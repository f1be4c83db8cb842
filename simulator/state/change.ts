import type { ApiChange } from '../api/api-change.ts';
import type { PushChange } from '../push/push-state.ts';
import type { ShippingChange } from '../shipping/shipping-state.ts';
import type { XpayChange } from '../xpay/xpay-change.ts';
import type { BillChange } from './bill.ts';
import type { FaultChange } from './fault-changes.ts';
import type { Notification } from './notification.ts';
import type { NotificationChange } from './notification-changes.ts';
import type { Payment, PaymentAttempt, PlacedOrder, Prepay } from './order.ts';
import type { RefundChange } from './refund-changes.ts';
import type { LoginCode, User } from './user.ts';

/** Everything that can happen, one journal line each. What belongs together is one change, so that no crash parts it. */
export type Change =
  | ApiChange
  | PushChange
  | ShippingChange
  | XpayChange
  | { readonly kind: 'clock_moved'; readonly offsetMs: number }
  | { readonly kind: 'user_saved'; readonly user: User }
  | { readonly kind: 'login_code_issued'; readonly loginCode: LoginCode }
  | { readonly kind: 'login_code_used'; readonly code: string }
  | { readonly kind: 'order_placed'; readonly order: PlacedOrder; readonly prepay: Prepay }
  | { readonly kind: 'prepay_renewed'; readonly outTradeNo: string; readonly prepay: Prepay }
  | { readonly kind: 'order_closed'; readonly outTradeNo: string; readonly closedAtMs: number }
  | { readonly kind: 'payment_attempted'; readonly outTradeNo: string; readonly attempt: PaymentAttempt }
  | {
      readonly kind: 'order_paid';
      readonly outTradeNo: string;
      readonly payment: Payment;
      readonly notification: Notification;
    }
  | NotificationChange
  | RefundChange
  | BillChange
  | FaultChange;
