import { once } from 'node:events';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createExpressServer } from './create-express-server.ts';
import { PROBLEMS } from './problem-table.ts';
import { ResponsesUnderWay } from './responses-under-way.ts';
import { Turns } from './turns.ts';

export type HttpServer = {
  readonly port: number;
  readonly url: string;
  /** Puts the application behind the port. */
  serve(app: RequestListener): void;
  /** From now on, each response tells its client to send the next request elsewhere; all are still taken. */
  makeLast(): void;
  /** Takes no new connection, lets the requests under way finish, and cuts off what is left after `timeoutMs`. */
  stop(timeoutMs: number): Promise<void>;
};

/** How long clients may take. */
export type Patience = {
  /** For the headers, from the first moment of a connection, or from the first byte of a later request. */
  readonly headersMs: number;
  /** For the whole request. */
  readonly requestMs: number;
  /** How often it is looked for clients that have taken longer: so much later they may be cut off. */
  readonly lookEveryMs: number;
  /**
   * For the next request on the same connection. Longer than proxies keep theirs, a minute mostly: whoever closes first must be the
   * one that sends, or a request meets a closed door.
   */
  readonly keptMs: number;
};
export const PATIENCE: Patience = { headersMs: 10_000, requestMs: 30_000, lookEveryMs: 1_000, keptMs: 75_000 };
/** Beyond, a connection is closed as soon as it is made: each of them takes memory, and a file of the process. */
const MOST_CONNECTIONS = 10_000;

type ListenOptions = { readonly host: string; readonly port: number; readonly patience?: Patience };

/**
 * Listens at once, so that the port is known (and known to be free) before anything else is built; until `serve` is
 * called it answers 503.
 */
export async function listen(options: ListenOptions): Promise<HttpServer> {
  const { headersMs, requestMs, lookEveryMs, keptMs } = options.patience ?? PATIENCE;
  let handle: RequestListener = notYet;
  const underWay = new ResponsesUnderWay();
  const turns = new Turns();
  const slowClients = {
    connectionsCheckingInterval: lookEveryMs,
    headersTimeout: headersMs,
    requestTimeout: requestMs,
  };
  const { server, bear } = createExpressServer(slowClients, (req, res) => {
    const before = underWay.add(res);
    if (before) turns.wait(before, req.socket, () => handle(req, res));
    else handle(req, res);
  });
  server.maxConnections = MOST_CONNECTIONS;
  server.keepAliveTimeout = keptMs;
  server.listen(options.port, options.host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  let stopped: Promise<void> | null = null;
  return {
    port,
    url: `http://${options.host.includes(':') ? `[${options.host}]` : options.host}:${port}`,
    serve: (app) => {
      bear(app);
      handle = app;
    },
    makeLast: () => underWay.makeLast(),
    stop: (timeoutMs) => {
      stopped ??= stop(server, underWay, timeoutMs);
      return stopped;
    },
  };
}

const notYet: RequestListener = (_req, res) => {
  const { status, en } = PROBLEMS.shutting_down;
  res.writeHead(status, { 'Retry-After': '1', 'Content-Type': 'application/problem+json' });
  const problem = {
    type: '/docs/errors#shutting_down',
    title: en.title,
    status,
    detail: en.next,
    code: 'shutting_down',
  };
  res.end(JSON.stringify(problem));
};

async function stop(server: Server, underWay: ResponsesUnderWay, timeoutMs: number): Promise<void> {
  const closed = once(server, 'close');
  underWay.makeLast();
  server.close();
  const cut = setTimeout(() => server.closeAllConnections(), timeoutMs);
  await closed;
  clearTimeout(cut);
}
