import { complain } from '../complain.ts';
import { settings } from '../settings.ts';
import { type Given, later, Refused, textOf } from './call.ts';

const USUAL_TIMEOUT_MS = 60_000;
const DISCONNECTED = new Refused('', { errno: 600_001 });

/** The host in production is this one here; WeChat takes https only. */
function reachable(url: string): string {
  if (!url.startsWith('https://')) complain(`${url} is not https: WeChat refuses it`);
  const { pathname, search } = new URL(url);
  return `${location.origin}${pathname}${search}`;
}

function search(data: unknown): string {
  const entries = Object.entries((data ?? {}) as Record<string, unknown>);
  return entries.length === 0 ? '' : `?${new URLSearchParams(entries.map(([name, value]) => [name, String(value)]))}`;
}

async function send(given: Given, aborted: AbortSignal): Promise<object> {
  const { method = 'GET', data, header = {}, timeout = USUAL_TIMEOUT_MS } = given;
  const isGet = method === 'GET';
  const url = `${reachable(textOf(given, 'url'))}${isGet ? search(data) : ''}`;
  const headers = { 'content-type': 'application/json', ...(header as Record<string, string>) };
  const body = isGet || data === undefined ? null : typeof data === 'string' ? data : JSON.stringify(data);
  const signal = AbortSignal.any([aborted, AbortSignal.timeout(timeout as number)]);
  return answerOf(() => fetch(url, { method: method as string, headers, body, signal }));
}

async function answerOf(sendIt: () => Promise<Response>): Promise<object> {
  if (!settings().online) throw DISCONNECTED;
  try {
    const response = await sendIt();
    const text = await response.text();
    return {
      data: parsed(text),
      statusCode: response.status,
      header: Object.fromEntries(response.headers),
      cookies: [],
    };
  } catch (error) {
    const { name } = error as Error;
    if (name === 'TimeoutError') throw new Refused('timeout', { errno: 5 });
    if (name === 'AbortError') throw new Refused('abort');
    throw DISCONNECTED;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

export function request(given: Given): object {
  const controller = new AbortController();
  void later('request', () => send(given, controller.signal))({ complete: () => {}, ...given });
  return { abort: () => controller.abort(), onHeadersReceived: () => {}, offHeadersReceived: () => {} };
}

export function uploadFile(given: Given): object {
  const controller = new AbortController();
  const timeout = AbortSignal.timeout((given['timeout'] as number | undefined) ?? USUAL_TIMEOUT_MS);
  const signal = AbortSignal.any([controller.signal, timeout]);
  void later('uploadFile', async () => {
    const form = new FormData();
    for (const [name, value] of Object.entries((given['formData'] ?? {}) as object)) form.append(name, String(value));
    const file = await (await fetch(textOf(given, 'filePath'))).blob();
    form.append(textOf(given, 'name'), file, 'upload.png');
    const headers = (given['header'] ?? {}) as Record<string, string>;
    const url = reachable(textOf(given, 'url'));
    const { data, ...answer } = (await answerOf(() => fetch(url, { method: 'POST', headers, body: form, signal }))) as {
      data: unknown;
    };
    // As WeChat does it: always a text.
    return { ...answer, data: typeof data === 'string' ? data : JSON.stringify(data) };
  })({ complete: () => {}, ...given });
  return { abort: () => controller.abort(), onProgressUpdate: () => {}, offProgressUpdate: () => {} };
}
