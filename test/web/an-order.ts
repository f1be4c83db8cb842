import type { Outcome } from '../../web/shared/api/ask.ts';
import type { Problem } from '../../web/shared/api/problem.ts';
import type { CheckoutSession, Order, Payment } from '../../web/shared/api/types.ts';

export const NOW = Date.parse('2026-01-15T04:00:00.000Z');

export const anOrder = (change: Partial<Order> = {}): Order => ({
  ...{ order_id: 'ord_1', out_trade_no: 'f00d', status: 'pending', package_id: 'medium', package_name: '标准包' },
  ...{ package_name_en: 'Standard pack', amount: 7_900, credits: 30, expired_at: '2026-01-15T04:30:00.000Z' },
  ...{ transaction_id: null, paid_at: null, credits_expire_at: null, ...change },
});

export const aPayment = (change: Partial<Payment> = {}): Payment => ({
  ...{ order_id: 'ord_1', out_trade_no: 'f00d', status: 'pending', package_id: 'medium', package_name: '标准包' },
  ...{ package_name_en: 'Standard pack', amount: 7_900, credits: 30, expired_at: '2026-01-15T04:30:00.000Z' },
  ...{ code_url: 'weixin://wxpay/bizpayurl?pr=1', created_at: '2026-01-15T04:00:00.000Z', ...change },
});

export const aCheckout = (change: Partial<CheckoutSession> = {}): CheckoutSession => ({
  ...{ id: 'chk_1', status: 'open', package_ids: ['medium'], order_id: null, service_name: 'VidLuxe' },
  ...{ success_url: 'https://vidluxe.example/paid', cancel_url: 'https://vidluxe.example/cart' },
  ...{ expires_at: '2026-01-15T05:00:00.000Z', ...change },
});

export const aProblem = (code: string, status = 409, extra: object = {}): Problem => ({
  ...{ status, code, retryAfterMs: null, extra: { ...extra } },
});
export const done = <T>(value: T): Outcome<T> => ({ kind: 'done', value });
export const refused = (code: string, status?: number, extra?: object) => ({
  ...{ kind: 'refused' as const, problem: aProblem(code, status, extra) },
});
export const UNREACHABLE = { kind: 'unreachable' } as const;
export const DOWN = refused('wechat_pay_unavailable', 503);
