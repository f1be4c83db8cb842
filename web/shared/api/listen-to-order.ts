import { createParser } from 'eventsource-parser';
import { type Problem, problemOf } from './problem.ts';
import type { Order } from './types.ts';
import { Watchdog } from './watchdog.ts';

export type StreamEnd =
  /** This server has no such route, or something between us makes another thing of it. */
  | { readonly kind: 'missing' }
  | { readonly kind: 'refused'; readonly problem: Problem }
  /** Nothing has come for so long that the way is blocked, or somebody keeps it back. */
  | { readonly kind: 'silent' }
  /** By the server, after this many events. */
  | { readonly kind: 'ended'; readonly told: number }
  | { readonly kind: 'failed' }
  /** By us, to ask. */
  | { readonly kind: 'left' };
export type Listening = {
  readonly url: string;
  readonly token: string;
  readonly signal: AbortSignal;
  /** How long the first piece may take, and then each. */
  readonly patience: { readonly firstMs: number; readonly laterMs: number };
  readonly onOrder: (order: Order) => void;
};

/** Hears what becomes of an order until the stream ends. A stream that is read by `fetch`: EventSource sends no token. */
export async function listenToOrder({ url, token, signal, patience, onOrder }: Listening): Promise<StreamEnd> {
  const watchdog = new Watchdog(signal);
  try {
    watchdog.restart(patience.firstMs);
    const headers = { Accept: 'text/event-stream', Authorization: `Bearer ${token}` };
    const response = await fetch(url, { headers, cache: 'no-store', credentials: 'omit', signal: watchdog.signal });
    const noStream = await refusalOf(response);
    if (noStream) return noStream;
    let told = 0;
    const parser = createParser({
      onEvent: ({ event, data }) => {
        if (event !== 'order') return;
        told += 1;
        onOrder(JSON.parse(data) as Order);
      },
    });
    await pump(response, (text) => {
      watchdog.restart(patience.laterMs);
      parser.feed(text);
    });
    return { kind: 'ended', told };
  } catch {
    return { kind: watchdog.hasBarked ? 'silent' : 'failed' };
  } finally {
    watchdog.stop();
  }
}

async function refusalOf(response: Response): Promise<StreamEnd | null> {
  const type = response.headers.get('Content-Type') ?? '';
  if (response.ok) return type.startsWith('text/event-stream') && response.body ? null : { kind: 'missing' };
  const body: unknown = await response.json().catch(() => null);
  const problem = problemOf(response.status, response.headers.get('Retry-After'), body);
  return problem.status === 404 && problem.code !== 'unknown_order'
    ? { kind: 'missing' }
    : { kind: 'refused', problem };
}

async function pump({ body }: Response, take: (text: string) => void): Promise<void> {
  const [reader, decoder] = [(body as ReadableStream<Uint8Array>).getReader(), new TextDecoder()];
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    take(decoder.decode(piece.value, { stream: true }));
  }
}
