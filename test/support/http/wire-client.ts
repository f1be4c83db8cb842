import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** What came over the wire. `status` 0: the connection ended without an answer; -1: there was none in time. */
export type WireAnswer = {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
};

/** The server may be in this process: while that stands still, nobody can have answered, and the time does not count. */
const TICK_MS = 100;
const NOTHING = Buffer.alloc(0);
const ended = (status: number): WireAnswer => ({ status, headers: new Map(), body: NOTHING });

/**
 * A client that sends bytes as they are: no library in between corrects them. One request at a time on one connection, which is
 * opened again when the server has closed it.
 */
export class WireClient {
  readonly #port: number;
  readonly #timeoutMs: number;
  #socket: Socket | null = null;

  constructor(port: number, timeoutMs = 10_000) {
    this.#port = port;
    this.#timeoutMs = timeoutMs;
  }

  async ask(request: Buffer, method: string): Promise<WireAnswer> {
    const socket = this.#socket ?? (await this.#open());
    const answer = readAnswer(socket, method, this.#timeoutMs);
    socket.write(request);
    const got = await answer;
    if (got.status <= 0 || got.headers.get('connection') === 'close' || isEndless(got.headers)) this.close();
    return got;
  }

  close(): void {
    this.#socket?.destroy();
    this.#socket = null;
  }

  async #open(): Promise<Socket> {
    const socket = connect(this.#port, '127.0.0.1');
    socket.on('error', () => {});
    socket.once('close', () => {
      if (this.#socket === socket) this.#socket = null;
    });
    await once(socket, 'connect');
    this.#socket = socket;
    return socket;
  }
}

/** The next answer on this connection. */
export function readAnswer(socket: Socket, method: string, timeoutMs: number): Promise<WireAnswer> {
  return new Promise((resolve) => {
    let received: Buffer = NOTHING;
    const end = (answer: WireAnswer): void => {
      clearInterval(clock);
      socket.off('data', take).off('close', gone);
      resolve(answer);
    };
    const gone = (): void => end(parse(received, method, true) ?? ended(0));
    const take = (chunk: Buffer): void => {
      received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
      const answer = parse(received, method, false);
      if (answer) end(answer);
    };
    let waitedMs = 0;
    const clock = setInterval(() => {
      waitedMs += TICK_MS;
      if (waitedMs >= timeoutMs) end(ended(-1));
    }, TICK_MS);
    socket.on('data', take).once('close', gone);
  });
}

/** Null: it is not whole yet. Of one without an end the head is all that is waited for. */
function parse(received: Buffer, method: string, isClosed: boolean): WireAnswer | null {
  const headEnd = received.indexOf('\r\n\r\n');
  if (headEnd === -1) return null;
  const [statusLine = '', ...lines] = received.subarray(0, headEnd).toString('latin1').split('\r\n');
  const status = Number(statusLine.split(' ')[1]);
  const rest = received.subarray(headEnd + 4);
  if (status >= 100 && status < 200) return parse(rest, method, isClosed);
  const headers = new Map(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const;
    }),
  );
  const body = bodyOf(rest, headers, isEmpty(method, status), isClosed);
  return body && { status, headers, body };
}

const isEmpty = (method: string, status: number): boolean => method === 'HEAD' || status === 204 || status === 304;
const isEndless = (headers: ReadonlyMap<string, string>): boolean =>
  headers.get('content-type')?.startsWith('text/event-stream') ?? false;

function bodyOf(rest: Buffer, headers: WireAnswer['headers'], isNone: boolean, isClosed: boolean): Buffer | null {
  if (isNone || isEndless(headers)) return NOTHING;
  const length = headers.get('content-length');
  if (length !== undefined) return rest.length >= Number(length) ? rest.subarray(0, Number(length)) : null;
  if (headers.get('transfer-encoding') === 'chunked') return unchunk(rest);
  return isClosed || headers.get('connection') === 'close' ? rest : NOTHING;
}

function unchunk(rest: Buffer): Buffer | null {
  const chunks: Buffer[] = [];
  for (let at = 0; ; ) {
    const lineEnd = rest.indexOf('\r\n', at);
    if (lineEnd === -1) return null;
    const size = Number.parseInt(rest.subarray(at, lineEnd).toString('latin1'), 16);
    const begin = lineEnd + 2;
    if (rest.length < begin + size + 2) return null;
    if (size === 0) return Buffer.concat(chunks);
    chunks.push(rest.subarray(begin, begin + size));
    at = begin + size + 2;
  }
}
