import type { GatewayName } from '../../../src/domain/ordering/payment-channel.ts';
import type { Person } from './actors.ts';
import type { Phone } from './phone.ts';
import type { TestSystem } from './test-system.ts';

/** Each gateway has its platform, so that one system sells through all of them. */
export const ALL_GATEWAYS = { android: 'jsapi', ios: 'xpay', other: 'jsapi', web: 'native' } as const;

export type Bought = { readonly id: string; readonly out_trade_no: string };

/** A way to buy, through the public surface, and what stands behind it at WeChat. */
export type Counter = {
  /** Places the order, and opens the cashier with what came back. */
  order(system: TestSystem, person: Person, code: string): Promise<Bought>;
  /** The password. `notify: false`: nobody is told. */
  pay(phone: Phone, person: Person, outTradeNo: string, options?: { readonly notify?: boolean }): Promise<unknown>;
  /** WeChat tells of the payment now; gives what it was answered. */
  announce(phone: Phone, outTradeNo: string): Promise<readonly (number | null)[]>;
  /** What WeChat still has of the payment. */
  heldFen(phone: Phone, outTradeNo: string): Promise<number>;
};

type Placed = { readonly order: Bought; readonly checkout: { readonly gateway: string; readonly params: object } };

async function placeInMiniProgram({ call, actors }: TestSystem, person: Person, code: string, platform: string) {
  const body = { package_id: await actors.packageId(code) };
  const headers = { 'X-Client-Platform': platform };
  const { status, json, text } = await call('/api/v1/orders', { token: person.token, body, headers });
  if (status !== 201) throw new Error(`the order was answered ${status}: ${text}`);
  return json as Placed;
}

/** Both gateways of WeChat Pay; a payer who had begun gets through although the order was closed meanwhile. */
const wechatPay: Omit<Counter, 'order'> = {
  pay: (phone, { openid }, outTradeNo, options) => phone.pay(outTradeNo, { openid, despite_close: true, ...options }),
  announce: (phone, outTradeNo) => phone.deliver(outTradeNo),
  heldFen: async (phone, outTradeNo) => {
    const { amount, refunds } = await phone.order(outTradeNo);
    const done = refunds.filter(({ status }) => status === 'SUCCESS');
    return done.reduce((left, refund) => left - refund.amount.refund, amount.total);
  },
};

export const COUNTERS: Readonly<Record<GatewayName, Counter>> = {
  jsapi: {
    ...wechatPay,
    order: async (system, person, code) => {
      const { order, checkout } = await placeInMiniProgram(system, person, code, 'android');
      await system.phone.openCashier(person.openid, checkout.params);
      return order;
    },
  },
  native: {
    ...wechatPay,
    order: async ({ actors }, person, code) => {
      const { order_id: id, out_trade_no } = await actors.aPayment(person, code);
      return { id, out_trade_no };
    },
  },
  xpay: {
    order: async (system, person, code) => {
      const { order, checkout } = await placeInMiniProgram(system, person, code, 'ios');
      await system.phone.payVirtually(person.openid, checkout.params, { pay: false });
      return order;
    },
    pay: (phone, _person, outTradeNo, options) => phone.payLater(outTradeNo, options),
    announce: (phone, outTradeNo) => phone.push(outTradeNo),
    heldFen: async (phone, outTradeNo) => (await phone.virtualOrder(outTradeNo)).left_fee,
  },
};
