import { ask, type Outcome } from './ask.ts';
import type { CheckoutSession, Order, PackageList, Payment } from './types.ts';

type Signal = { readonly signal?: AbortSignal | undefined };

/** With a token at the prices of its user. */
export const listPackages = (token: string | null): Promise<Outcome<PackageList>> =>
  ask('/api/payment/packages', { token });

/** Takes the open order of this package where there is one: asking twice makes no second order. */
export const createPayment = (token: string, packageId: string): Promise<Outcome<Payment>> =>
  ask('/api/payment/create', { method: 'POST', token, body: { package_id: packageId } });

/** The server asks WeChat. */
export const queryOrder = (token: string, orderId: string, { signal }: Signal = {}): Promise<Outcome<Order>> =>
  ask(`/api/payment/query?order_id=${encodeURIComponent(orderId)}`, { token, signal });

export const eventsPath = (orderId: string): string => `/api/payment/events?order_id=${encodeURIComponent(orderId)}`;

export const readCheckoutSession = (token: string): Promise<Outcome<CheckoutSession>> =>
  ask('/api/payment/checkout-session', { token });
