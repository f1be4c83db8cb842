import { noteOutput, noteSecret, noteSecretsIn } from '../leaks/note.ts';
import { checkContract } from './check-contract.ts';

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

/** One request; POST where there is a body. What the internal API answers is held to its OpenAPI document. */
export async function callApi(url: string, { method, body, raw, token, headers }: Call = {}): Promise<Answer> {
  const content = raw ?? (body === undefined ? null : JSON.stringify(body));
  const wanted = method ?? (content === null ? 'GET' : 'POST');
  const sent: Record<string, string> = {
    ...(content === null ? {} : { 'Content-Type': 'application/json' }),
    ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
    ...headers,
  };
  noteSecret('Authorization header', sent['Authorization'] ?? '');
  noteSecretsIn([body, { token }]);
  const res = await fetch(url, {
    method: wanted,
    headers: sent,
    body: content,
    redirect: 'manual',
    signal: AbortSignal.timeout(20_000),
  });
  const text = await res.text();
  const contentType = res.headers.get('content-type') ?? '';
  const json = /json/.test(contentType) ? JSON.parse(text) : undefined;
  noteSecretsIn(json);
  if (res.status >= 400 && contentType.startsWith('application/problem+json')) noteOutput('problem', text);
  checkContract(url, wanted, { status: res.status, contentType, json });
  return { status: res.status, headers: res.headers, text, json };
}
