import { noteServerTime } from '../server-clock.ts';
import { type Problem, problemOf } from './problem.ts';
import { SITE } from './site.ts';

const TIMEOUT_MS = 15_000;

export type Outcome<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'refused'; readonly problem: Problem }
  /** Nothing has come back: whether the server has carried it out is not known. */
  | { readonly kind: 'unreachable' };
export type Question = {
  readonly method?: 'GET' | 'POST' | 'DELETE';
  readonly body?: object;
  readonly token?: string | null;
  readonly signal?: AbortSignal | undefined;
};

/** One request to the API. It never throws; ended by `signal` it is unreachable. */
export async function ask<T>(
  path: string,
  { method = 'GET', body, token, signal }: Question = {},
): Promise<Outcome<T>> {
  const aborter = new AbortController();
  const abort = (): void => aborter.abort();
  const timer = setTimeout(abort, TIMEOUT_MS);
  signal?.addEventListener('abort', abort);
  try {
    const response = await fetch(`${SITE}${path}`, {
      ...{ method, cache: 'no-store', credentials: 'omit', signal: aborter.signal },
      headers: headersOf(body, token),
      body: body ? JSON.stringify(body) : null,
    });
    noteServerTime(response.headers.get('Date'));
    return outcomeOf<T>(response, await response.text());
  } catch {
    return { kind: 'unreachable' };
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
  }
}

function headersOf(body: object | undefined, token: string | null | undefined): Record<string, string> {
  return {
    ...(body && { 'Content-Type': 'application/json' }),
    ...(token && { Authorization: `Bearer ${token}` }),
  };
}

function outcomeOf<T>({ ok, status, headers }: Response, text: string): Outcome<T> {
  const read = readJson(text);
  // A page of somebody between us and the server is no answer.
  if (ok && read !== undefined) return { kind: 'done', value: read as T };
  return { kind: 'refused', problem: problemOf(ok ? 502 : status, headers.get('Retry-After'), read) };
}

/** Undefined: it is none. An empty answer (204) is null. */
function readJson(text: string): unknown {
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
