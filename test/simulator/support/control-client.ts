export type ControlAnswer = { readonly status: number; readonly json: Record<string, unknown> };

export type OrderView = {
  readonly trade_state: string;
  readonly transaction_id: string | null;
  readonly attempts: readonly { readonly outcome: string; readonly reason: string | null; readonly openid: string }[];
  readonly notification: NotificationView | null;
};

export type NotificationView = {
  readonly id: string;
  readonly status: string;
  readonly next_attempt_at: string | null;
  readonly attempts: readonly { readonly at: string; readonly status: number | null; readonly trigger: string }[];
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
    advance: (seconds: number) => post('/clock/advance', { seconds }),
    pay: (outTradeNo: string, content: unknown = {}) => post(`/orders/${outTradeNo}/pay`, content),
    deliver: async (outTradeNo: string, content: unknown = {}): Promise<unknown> =>
      (await post(`/orders/${outTradeNo}/notifications`, content)).json['statuses'],
    order: async (outTradeNo: string): Promise<OrderView> =>
      (await call('GET', `/orders/${outTradeNo}`)).json as unknown as OrderView,
    login: async (user: string, traits: object = {}): Promise<{ code: string; openid: string }> =>
      (await post('/login-codes', { user, ...traits })).json as { code: string; openid: string },
  };
}
