export type ControlAnswer = { readonly status: number; readonly json: Record<string, unknown> };

export type OrderView = {
  readonly trade_state: string;
  readonly transaction_id: string | null;
  readonly attempts: readonly { readonly outcome: string; readonly reason: string | null; readonly openid: string }[];
  readonly coupon_fen: number;
  readonly notification: NotificationView | null;
  readonly refunds: readonly RefundView[];
};

/** What the control API shows beside what WeChat answers. */
export type RefundView = {
  readonly refund_id: string;
  readonly out_refund_no: string;
  readonly status: string;
  readonly create_time: string;
  readonly success_time?: string;
  readonly amount: Readonly<Record<string, number>>;
  readonly origin: string;
  readonly reason: string | null;
  readonly notify_url: string;
  readonly ends_at: string | null;
  readonly notification: NotificationView | null;
};

export type NotificationView = {
  readonly id: string;
  readonly event_type: string;
  readonly status: string;
  readonly next_attempt_at: string | null;
  readonly held_by: string | null;
  readonly attempts: readonly {
    readonly at: string;
    readonly status: number | null;
    readonly trigger: string;
    readonly fault: string;
  }[];
};

/** The payer's and the tester's side. */
export function controlClient(url: string) {
  const call = async (method: string, path: string, content?: unknown): Promise<ControlAnswer> => {
    const response = await fetch(`${url}/_control${path}`, {
      method,
      ...(content === undefined
        ? {}
        : { body: JSON.stringify(content), headers: { 'Content-Type': 'application/json' } }),
    });
    return { status: response.status, json: (await response.json()) as Record<string, unknown> };
  };
  const post = (path: string, content: unknown = {}) => call('POST', path, content);
  return {
    post,
    get: (path: string) => call('GET', path),
    put: (path: string, content: unknown) => call('PUT', path, content),
    delete: (path: string) => call('DELETE', path),
    advance: (seconds: number) => post('/clock/advance', { seconds }),
    pay: (outTradeNo: string, content: unknown = {}) => post(`/orders/${outTradeNo}/pay`, content),
    deliver: async (outTradeNo: string, content: unknown = {}): Promise<unknown> =>
      (await post(`/orders/${outTradeNo}/notifications`, content)).json['statuses'],
    order: async (outTradeNo: string): Promise<OrderView> =>
      (await call('GET', `/orders/${outTradeNo}`)).json as unknown as OrderView,
    refund: async (outRefundNo: string): Promise<RefundView> =>
      (await call('GET', `/refunds/${outRefundNo}`)).json as unknown as RefundView,
    planRefunds: (content: unknown) => call('PUT', '/refund-plan', content),
    planFaults: (seed: number, ...rules: object[]) => call('PUT', '/faults', { seed, rules }),
    /** How often each rule has fired. */
    fired: async (): Promise<number[]> =>
      ((await call('GET', '/faults')).json['rules'] as { fired: number }[]).map(({ fired }) => fired),
    login: async (user: string, traits: object = {}): Promise<{ code: string; openid: string }> =>
      (await post('/login-codes', { user, ...traits })).json as { code: string; openid: string },
  };
}
