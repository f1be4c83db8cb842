import { setTimeout as delay } from 'node:timers/promises';
import { SeahorseProblem, SeahorseUnreachable } from './errors.ts';
import { type SigningSecret, signRequest } from './sign-request.ts';

export type Connection = {
  /** Where the API is, such as `https://points.example.com`. */
  readonly baseUrl: string;
  readonly token: string;
  readonly signWith: SigningSecret | null;
  /** For one try. */
  readonly timeoutMs: number;
  /** How often what got no answer is said again. */
  readonly retries: number;
  readonly fetch: typeof globalThis.fetch;
};
export type Wanted = {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: object;
  readonly idempotencyKey?: string;
};
export type Answered<T> = { readonly json: T; readonly replayed: boolean };

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;
/** Not now, and nothing was done, or it is safe to say again. */
const TRY_AGAIN = new Set([429, 502, 503, 504]);

/**
 * Sends a request until it is answered. Every request of this API may be repeated: money moves once per idempotency key or per
 * what the path names.
 * @throws SeahorseProblem, SeahorseUnreachable
 */
export async function send<T>(connection: Connection, wanted: Wanted): Promise<Answered<T>> {
  let reason: unknown;
  for (let tries = 0; tries <= connection.retries; tries++) {
    const answer = await once(connection, wanted).catch((error: unknown) => {
      reason = error;
      return null;
    });
    if (answer && !TRY_AGAIN.has(answer.status)) return read<T>(answer);
    if (answer) reason = new SeahorseProblem(answer.status, problemOf(answer));
    if (tries < connection.retries) await delay(pauseMs(tries, answer));
  }
  throw new SeahorseUnreachable(`no answer to ${wanted.method} ${wanted.path}`, { cause: reason });
}

type Answer = Pick<Response, 'ok' | 'status' | 'statusText' | 'headers'> & { readonly text: string };

async function once(connection: Connection, wanted: Wanted): Promise<Answer> {
  const ended = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      ended.abort();
      reject(new DOMException(`no answer within ${connection.timeoutMs} ms`, 'TimeoutError'));
    }, connection.timeoutMs);
  });
  try {
    // fetch may forget its signal while an answer comes in (nodejs/undici#4068); who waits does not.
    return await Promise.race([askAndRead(connection, wanted, ended.signal), late]);
  } finally {
    clearTimeout(timer);
  }
}

async function askAndRead(
  { baseUrl, token, signWith, fetch }: Connection,
  { method, path, body, idempotencyKey = '' }: Wanted,
  signal: AbortSignal,
): Promise<Answer> {
  const url = new URL(`/internal/v1${path}`, baseUrl);
  const text = body === undefined ? '' : JSON.stringify(body);
  const signed = { method, target: url.pathname + url.search, idempotencyKey, body: text, now: new Date() };
  const answer = await fetch(url, {
    method,
    headers: {
      Authorization: `Bearer ${token}`,
      ...(body && { 'Content-Type': 'application/json' }),
      ...(idempotencyKey && { 'Idempotency-Key': idempotencyKey }),
      ...(signWith && signRequest(signWith, signed)),
    },
    ...(body && { body: text }),
    signal,
  });
  const { ok, status, statusText, headers } = answer;
  return { ok, status, statusText, headers, text: await answer.text() };
}

function read<T>(answer: Answer): Answered<T> {
  if (!answer.ok) throw new SeahorseProblem(answer.status, problemOf(answer));
  return { json: JSON.parse(answer.text) as T, replayed: answer.headers.get('Idempotency-Replayed') === 'true' };
}

/** A proxy in between answers with something else. */
function problemOf({ text, statusText }: Answer): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return { code: 'no_problem', title: statusText };
  }
}

/** As long as the server wishes, else longer each time, spread so that a crowd does not come back at once. */
function pauseMs(tries: number, answer: Answer | null): number {
  const wished = Number(answer?.headers.get('Retry-After')) * 1_000;
  const pause = wished > 0 ? wished : FIRST_PAUSE_MS * 2 ** tries;
  return Math.min(pause, LONGEST_PAUSE_MS) * (0.75 + Math.random() / 2);
}
