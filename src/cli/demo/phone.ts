import { callJson } from './call-json.ts';

export type SimulatedNotification = { readonly id: string; readonly attempts: readonly { readonly status: number }[] };
export type SimulatedOrder = {
  readonly out_trade_no: string;
  readonly trade_state: string;
  readonly amount: { readonly total: number };
  readonly notification: SimulatedNotification | null;
};

/** A person with a phone: what WeChat's own app would do, done at the simulator. */
export class Phone {
  readonly #control: string;
  readonly #user: string;
  #openid = '';

  constructor(simulatorUrl: string, user: string) {
    this.#control = `${simulatorUrl}/_control`;
    this.#user = user;
  }

  /** `wx.login`: a code for one sign-in. */
  async login(): Promise<string> {
    const { code, openid } = await callJson<{ code: string; openid: string }>(`${this.#control}/login-codes`, {
      body: { user: this.#user },
    });
    this.#openid = openid;
    return code;
  }

  /** `wx.requestPayment`: WeChat checks the signature of the parameters before it shows the cashier. */
  async openCashier(params: unknown): Promise<string> {
    const opened = await callJson<{ out_trade_no: string }>(`${this.#control}/request-payment`, {
      body: { openid: this.#openid, params },
    });
    return opened.out_trade_no;
  }

  /** Types the password. WeChat then notifies the merchant by itself. */
  async pay(outTradeNo: string): Promise<string> {
    const url = `${this.#control}/orders/${outTradeNo}/pay`;
    return (await callJson<{ transaction_id: string }>(url, { body: { openid: this.#openid } })).transaction_id;
  }

  order(outTradeNo: string): Promise<SimulatedOrder> {
    return callJson(`${this.#control}/orders/${outTradeNo}`);
  }
}
