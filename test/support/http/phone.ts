import type { FaultPlan } from '../../../simulator/start-simulator.ts';
import { callApi } from './api-client.ts';

export type Shipping = {
  /** 1 to be shipped, 2 shipped, 5 refunded. */
  readonly order_state: number;
  readonly uploads: readonly {
    readonly logistics_type: number;
    readonly delivery_mode: number;
    readonly shipping_list: readonly { readonly item_desc: string }[];
    readonly upload_time: string;
  }[];
};

export type Pushed = {
  readonly status: string;
  readonly message: Readonly<Record<string, string | number>>;
  readonly attempts: readonly {
    readonly status: number | null;
    readonly reply: string;
    readonly received: boolean;
    readonly text: string | null;
  }[];
};

export type ReceivedMessage = {
  readonly openid: string;
  readonly template_id: string;
  readonly page: string;
  readonly miniprogram_state: string;
  readonly data: Readonly<Record<string, string>>;
};

/** What a payer, or a tester, does at the simulated WeChat. */
export class Phone {
  readonly #control: string;

  constructor(simulatorUrl: string) {
    this.#control = `${simulatorUrl}/_control`;
  }

  async login(user: string, traits: object = {}): Promise<{ readonly code: string; readonly openid: string }> {
    return this.#post('/login-codes', { user, ...traits });
  }

  /** Pays; `notify: false` withholds the notification, `despite_close` is a payer who had begun before WeChat closed the order. */
  async pay(
    outTradeNo: string,
    options: { readonly notify?: boolean; readonly despite_close?: boolean; readonly openid?: string } = {},
  ): Promise<string> {
    return (await this.#post(`/orders/${outTradeNo}/pay`, options)).transaction_id;
  }

  /** `wx.requestPayment`: WeChat checks the parameters and shows the cashier. */
  async openCashier(openid: string, params: object): Promise<void> {
    await this.#post('/request-payment', { openid, params });
  }

  /** Opens the cashier, by the code or in the mini-program, and leaves it again. */
  async cancel(outTradeNo: string, options: { readonly openid?: string } = {}): Promise<void> {
    await this.#post(`/orders/${outTradeNo}/cancel`, options);
  }

  /** `wx.requestVirtualPayment`: places the order at WeChat; `pay: false` goes back before the password. */
  async payVirtually(
    openid: string,
    params: object,
    { pay = true, ...options }: { readonly pay?: boolean; readonly notify?: boolean } = {},
  ): Promise<string> {
    const { out_trade_no: outTradeNo } = await this.#post('/request-virtual-payment', { openid, params });
    if (pay) await this.payLater(outTradeNo, options);
    return outTradeNo;
  }

  /** The password, for what the phone has placed before. */
  async payLater(outTradeNo: string, options: { readonly notify?: boolean } = {}): Promise<void> {
    await this.#post(`/xpay/orders/${outTradeNo}/pay`, options);
  }

  /** Apple gives money back, and WeChat tells us of it. */
  async refundByApple(outTradeNo: string, amountFen: number): Promise<void> {
    await this.#post(`/xpay/orders/${outTradeNo}/refund`, { amount_fen: amountFen, by: 'apple' });
  }

  /** What a phone reads off the codes of the mini-program that were made. */
  async scannedCodes(): Promise<readonly { readonly scene: string; readonly page: string }[]> {
    const { json } = await callApi(`${this.#control}/mini-program-codes`);
    return json.codes.map(({ scene, page }: { scene: string; page: string }) => ({ scene, page }));
  }

  /** Delivers the push now, all copies at once; gives the status of each answer. */
  async push(outTradeNo: string, options: { readonly times?: number; readonly fault?: string } = {}) {
    const { statuses } = await this.#post(`/xpay/orders/${outTradeNo}/notifications`, options);
    return statuses as (number | null)[];
  }

  // biome-ignore lint/suspicious/noExplicitAny: the control API speaks JSON
  async virtualOrder(outTradeNo: string): Promise<any> {
    return (await callApi(`${this.#control}/xpay/orders/${outTradeNo}`)).json;
  }

  async virtualOrders(): Promise<readonly { readonly order_id: string; readonly paid_time: number }[]> {
    return (await callApi(`${this.#control}/xpay/orders`)).json.orders;
  }

  /** How WeChat pushes from now on. */
  async setPush(target: {
    readonly app?: string;
    readonly url?: string;
    readonly mode?: string;
    readonly format?: string;
  }): Promise<void> {
    await callApi(`${this.#control}/push`, { method: 'PUT', body: { app: 'miniprogram', ...target } });
  }

  /** What WeChat does before it takes an address. */
  async checkPush(app: 'miniprogram' | 'official_account' = 'miniprogram'): Promise<boolean> {
    return (await this.#post('/push/check', { app })).passed;
  }

  /** Follows the official account, leaves it, or scans a code of it; gives what our server answered to the first push. */
  async follower(
    user: string,
    event: 'subscribe' | 'unsubscribe' | 'SCAN',
    more: { readonly scene?: string; readonly unionid?: boolean } = {},
  ): Promise<{ readonly status: number | null; readonly delivery_id: string; readonly openid: string }> {
    return this.#post('/official-account/events', { user, event, ...more });
  }

  /** What was pushed, and what the follower has read as an answer. */
  async pushed(deliveryId: string): Promise<Pushed> {
    const { deliveries } = (await callApi(`${this.#control}/push/deliveries`)).json;
    return deliveries.find(({ id }: { readonly id: string }) => id === deliveryId);
  }

  /** Pushes it again now, all copies at once; gives the status of each answer. */
  async pushAgain(deliveryId: string, options: { readonly times?: number; readonly fault?: string } = {}) {
    const { statuses } = await this.#post(`/push/deliveries/${deliveryId}/repeat`, options);
    return statuses as (number | null)[];
  }

  /** WeChat takes no access token of before any more. */
  async expireTokens(): Promise<void> {
    await this.#post('/access-tokens/expire', {});
  }

  /** Delivers the notification now, all copies at once; gives the status of each answer. */
  async deliver(outTradeNo: string, options: { readonly times?: number; readonly fault?: string } = {}) {
    const { statuses } = await this.#post(`/orders/${outTradeNo}/notifications`, options);
    return statuses as (number | null)[];
  }

  /** What goes wrong at WeChat from now on; gives how often each rule has fired so far. */
  async faults(plan?: FaultPlan): Promise<readonly number[]> {
    const { json } = await callApi(`${this.#control}/faults`, plan ? { method: 'PUT', body: plan } : {});
    return json.rules.map(({ fired }: { readonly fired: number }) => fired);
  }

  /** Whether WeChat has the mini-program under 交易管理, where deliveries must be told. */
  async manageTrade(on: boolean): Promise<void> {
    await callApi(`${this.#control}/trade-managed`, { method: 'PUT', body: { on } });
  }

  /** What WeChat was told of the delivery of this payment. */
  async shipping(transactionId: string): Promise<Shipping> {
    return (await callApi(`${this.#control}/shipping/${transactionId}`)).json;
  }

  /** Gives money back in the merchant console. */
  async refundByHand(outTradeNo: string, amountFen: number): Promise<void> {
    await this.#post(`/orders/${outTradeNo}/refund`, { amount_fen: amountFen, notify: false });
  }

  /** Moves WeChat's business time, and gives it. */
  async advance(seconds: number): Promise<Date> {
    return new Date((await this.#post('/clock/advance', { seconds })).now);
  }

  /** How refunds go from now on. */
  async refundPlan(plan: object): Promise<void> {
    await callApi(`${this.#control}/refund-plan`, { method: 'PUT', body: plan });
  }

  async endRefund(outRefundNo: string, status: string): Promise<void> {
    await this.#post(`/refunds/${outRefundNo}/complete`, { status });
  }

  /** Delivers the notification of the refund's end now, all copies at once; gives the status of each answer. */
  async deliverRefund(outRefundNo: string, times = 1): Promise<(number | null)[]> {
    return (await this.#post(`/refunds/${outRefundNo}/notifications`, { times })).statuses;
  }

  /** A refund in the merchant console. */
  async refundElsewhere(outTradeNo: string, options: { readonly amount_fen: number; readonly notify?: boolean }) {
    await this.#post(`/orders/${outTradeNo}/refund`, options);
  }

  /** Every refund that WeChat knows, in its own words. */
  async refunds(): Promise<
    readonly {
      readonly out_trade_no: string;
      readonly out_refund_no: string;
      readonly status: string;
      readonly origin: string;
      readonly reason: string | null;
      readonly amount: { readonly refund: number };
    }[]
  > {
    return (await callApi(`${this.#control}/refunds`)).json.refunds;
  }

  /** One order, with what has gone back of it. */
  async order(outTradeNo: string): Promise<{
    readonly amount: { readonly total: number };
    readonly refunds: readonly { readonly status: string; readonly amount: { readonly refund: number } }[];
  }> {
    return (await callApi(`${this.#control}/orders/${outTradeNo}`)).json;
  }

  /** Taps on what `wx.requestSubscribeMessage` shows: so many messages of this template are accepted. */
  async acceptMessages(openid: string, templateId: string, times = 1): Promise<void> {
    await this.#post('/subscribe', { openid, template_id: templateId, times });
  }

  /** The templates that WeChat knows; none registered: all. */
  async setTemplates(templates: readonly { readonly template_id: string; readonly fields: readonly string[] }[]) {
    await callApi(`${this.#control}/templates`, { method: 'PUT', body: { templates } });
  }

  /** What WeChat has shown to this user. */
  async messagesOf(openid: string): Promise<readonly ReceivedMessage[]> {
    const { messages } = (await callApi(`${this.#control}/messages`)).json;
    return messages.filter((each: ReceivedMessage) => each.openid === openid);
  }

  async orders(): Promise<
    readonly {
      readonly out_trade_no: string;
      readonly transaction_id: string | null;
      readonly amount: { readonly total: number };
    }[]
  > {
    return (await callApi(`${this.#control}/orders`)).json.orders;
  }

  // biome-ignore lint/suspicious/noExplicitAny: the control API speaks JSON
  async #post(path: string, body: object): Promise<any> {
    const { status, text, json } = await callApi(`${this.#control}${path}`, { body });
    if (status !== 200) throw new Error(`the simulator answered ${status} to ${path}: ${text}`);
    return json;
  }
}
