import type { GatewayName } from '../../../src/domain/ordering/payment-channel.ts';
import type { Checkout } from '../../../src/domain/ordering/payment-gateway.ts';
import type { OutTradeNo } from '../../../src/domain/shared/ids.ts';

/** Posts to the simulator's control API, or puts. */
export type Control = (path: string, body: object, method?: 'POST' | 'PUT') => Promise<unknown>;

/** What a test has to know of a gateway beside the port: the people and the provider on its other side. */
export type GatewayDriver = {
  readonly name: GatewayName;
  /** Which use case takes what this provider sends. */
  readonly receiver: 'receiveNotification' | 'receivePush';
  /** The payer takes the checkout, and does not pay yet. */
  begin(control: Control, checkout: Checkout, payer: string): Promise<unknown>;
  /** The payer pays what was begun; nobody is told. */
  pay(control: Control, outTradeNo: OutTradeNo, paying: { payer: string; coupon_fen?: number }): Promise<unknown>;
  /** The provider tells us of the payment, spoilt in this way. */
  announce(control: Control, outTradeNo: OutTradeNo, fault: string): Promise<unknown>;
  /** Refunds fail from now on, or succeed again. */
  planRefunds(control: Control, outcome: 'succeed' | 'fail'): Promise<unknown>;
  /** Where refunds are asked for. */
  readonly refundPath: string;
};

const wechatPay = (name: 'jsapi' | 'native'): Omit<GatewayDriver, 'begin'> => ({
  name,
  receiver: 'receiveNotification',
  pay: (control, outTradeNo, { payer, ...coupon }) =>
    control(`/orders/${outTradeNo}/pay`, { openid: payer, notify: false, ...coupon }),
  announce: (control, outTradeNo, fault) => control(`/orders/${outTradeNo}/notifications`, { fault }),
  planRefunds: (control, outcome) =>
    control('/refund-plan', { outcome: outcome === 'fail' ? 'CLOSED' : 'SUCCESS' }, 'PUT'),
  refundPath: '/v3/refund/domestic/refunds',
});

export const GATEWAY_DRIVERS: readonly GatewayDriver[] = [
  {
    ...wechatPay('jsapi'),
    begin: (control, checkout, payer) => {
      if (checkout.gateway !== 'jsapi') throw new Error(`a phone cannot take ${checkout.gateway}`);
      return control('/request-payment', { openid: payer, params: checkout.params });
    },
  },
  {
    ...wechatPay('native'),
    // The code is scanned when it is paid.
    begin: async (_control, checkout) => {
      if (checkout.gateway !== 'native' || !checkout.codeUrl.startsWith('weixin://')) throw new Error('no QR code');
    },
  },
  {
    name: 'xpay',
    receiver: 'receivePush',
    begin: (control, checkout, payer) => {
      if (checkout.gateway !== 'xpay') throw new Error(`a phone cannot take ${checkout.gateway}`);
      return control('/request-virtual-payment', { openid: payer, params: checkout.params });
    },
    pay: (control, outTradeNo, { payer: _, ...coupon }) =>
      control(`/xpay/orders/${outTradeNo}/pay`, { notify: false, ...coupon }),
    announce: (control, outTradeNo, fault) => control(`/xpay/orders/${outTradeNo}/notifications`, { fault }),
    planRefunds: (control, outcome) =>
      control('/xpay/refund-plan', { outcome: outcome === 'fail' ? 'failed' : 'refunded' }, 'PUT'),
    refundPath: '/xpay/refund_order',
  },
];
