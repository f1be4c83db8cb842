export type Answer = {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test says what it expects to find
  readonly json: any;
};

export type Call = {
  readonly method?: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it is, instead of `body`. */
  readonly raw?: NonNullable<RequestInit['body']>;
  readonly token?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
};

/** One request; POST where there is a body. */
export async function callApi(url: string, { method, body, raw, token, headers }: Call = {}): Promise<Answer> {
  const content = raw ?? (body === undefined ? null : JSON.stringify(body));
  const res = await fetch(url, {
    method: method ?? (content === null ? 'GET' : 'POST'),
    headers: {
      ...(content === null ? {} : { 'Content-Type': 'application/json' }),
      ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
      ...headers,
    },
    body: content,
    redirect: 'manual',
    signal: AbortSignal.timeout(20_000),
  });
  const text = await res.text();
  const isJson = /json/.test(res.headers.get('content-type') ?? '');
  return { status: res.status, headers: res.headers, text, json: isJson ? JSON.parse(text) : undefined };
}
