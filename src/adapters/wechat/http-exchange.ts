import { ExchangeFault } from './exchange-fault.ts';

export type HttpRequest = {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  /** From the first byte sent to the last byte read. */
  readonly timeoutMs: number;
  /** Counted after decompression, so that a small gzip cannot fill the memory. */
  readonly maxAnswerBytes: number;
};

export type HttpAnswer = { readonly status: number; readonly headers: Headers; readonly body: Buffer };

/** The body comes piece by piece; reading it throws `ExchangeFault`, too. */
export type StreamedAnswer = Omit<HttpAnswer, 'body'> & { readonly body: AsyncIterable<Uint8Array> };

/** One request, one answer of any status. Throws only `ExchangeFault`. */
export async function exchange(request: HttpRequest): Promise<HttpAnswer> {
  const { body, ...answer } = await openExchange(request);
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return { ...answer, body: Buffer.concat(chunks) };
}

/** The same for answers that are too large to hold. */
export async function openExchange(request: HttpRequest): Promise<StreamedAnswer> {
  // Not `new URL`: its error quotes the whole address, and a login's address holds the app secret.
  const label = `${request.method} ${/^[^?#]*/.exec(request.url)}`;
  const ended = new AbortController();
  const { signal } = ended;
  const timer = setTimeout(() => ended.abort(), request.timeoutMs).unref();
  try {
    const response = await fetch(request.url, {
      method: request.method,
      headers: request.headers,
      body: request.body ?? null,
      // A redirect would carry signed requests and secrets to a host that nobody configured.
      redirect: 'error',
      signal,
    });
    const reader = response.body?.getReader();
    // Once garbage has been collected while an answer comes in, fetch no longer hears its signal (nodejs/undici#4068).
    signal.addEventListener('abort', () => void reader?.cancel().catch(() => {}));
    const body = readCapped({ ...{ reader, timer, signal, label }, maxBytes: request.maxAnswerBytes });
    return { status: response.status, headers: response.headers, body };
  } catch (error) {
    clearTimeout(timer);
    throw describeFailure(error, signal, label);
  }
}

type Reading = {
  readonly reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  readonly timer: NodeJS.Timeout;
  readonly signal: AbortSignal;
  readonly maxBytes: number;
  readonly label: string;
};

async function* readCapped({ reader, timer, signal, maxBytes, label }: Reading): AsyncIterable<Uint8Array> {
  let size = 0;
  try {
    for (;;) {
      const { done, value } = (await reader?.read()) ?? { done: true };
      // To who reads, an answer that was given up looks like one that is whole.
      signal.throwIfAborted();
      if (done) return;
      size += value.byteLength;
      if (size > maxBytes) throw new ExchangeFault('too_large', `${label} answered more than ${maxBytes} bytes`);
      yield value;
    }
  } catch (error) {
    throw error instanceof ExchangeFault ? error : describeFailure(error, signal, label);
  } finally {
    clearTimeout(timer);
    // Whoever stops reading hangs up.
    void reader?.cancel().catch(() => {});
  }
}

// Only names and codes are taken over: fetch quotes an invalid header value, and with it Authorization, in its message.
function describeFailure(error: unknown, { aborted }: AbortSignal, label: string): ExchangeFault {
  if (aborted) return new ExchangeFault('timeout', label);
  const { name, code } = describe(error);
  const cause = error instanceof Error ? describe(error.cause) : {};
  return new ExchangeFault('no_answer', `${label} (${cause.code ?? code ?? cause.name ?? name ?? 'unknown'})`);
}

function describe(error: unknown): { name?: string; code?: string } {
  if (!(error instanceof Error)) return {};
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return code === undefined ? { name: error.name } : { name: error.name, code };
}
