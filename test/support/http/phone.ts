import { callApi } from './api-client.ts';

/** What a payer, or a tester, does at the simulated WeChat. */
export class Phone {
  readonly #control: string;

  constructor(simulatorUrl: string) {
    this.#control = `${simulatorUrl}/_control`;
  }

  async login(user: string, traits: object = {}): Promise<{ readonly code: string; readonly openid: string }> {
    return this.#post('/login-codes', { user, ...traits });
  }

  /** Pays; `notify: false` withholds the notification. */
  async pay(outTradeNo: string, options: { readonly notify?: boolean } = {}): Promise<string> {
    return (await this.#post(`/orders/${outTradeNo}/pay`, options)).transaction_id;
  }

  /** Delivers the notification now, all copies at once; gives the status of each answer. */
  async deliver(outTradeNo: string, options: { readonly times?: number; readonly fault?: string } = {}) {
    const { statuses } = await this.#post(`/orders/${outTradeNo}/notifications`, options);
    return statuses as (number | null)[];
  }

  async orders(): Promise<{ readonly out_trade_no: string }[]> {
    return (await callApi(`${this.#control}/orders`)).json.orders;
  }

  // biome-ignore lint/suspicious/noExplicitAny: the control API speaks JSON
  async #post(path: string, body: object): Promise<any> {
    const { status, text, json } = await callApi(`${this.#control}${path}`, { body });
    if (status !== 200) throw new Error(`the simulator answered ${status} to ${path}: ${text}`);
    return json;
  }
}
