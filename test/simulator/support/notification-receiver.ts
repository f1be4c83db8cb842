import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Received = {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  header: { get(name: string): string | null };
};

/** `with_next` answers 204, but not before the next notification has come in. */
type Reply =
  | { readonly status: number; readonly body?: string; readonly headers?: Record<string, string> }
  | 'silence'
  | 'with_next';

export type NotificationReceiver = {
  readonly url: string;
  readonly received: readonly Received[];
  /** The replies to come; the last one repeats. */
  reply(...replies: Reply[]): void;
  /** Resolves when `count` notifications have come in. */
  until(count: number): Promise<void>;
};

/** A merchant's notification address that answers as told, for the surrounding `describe`; empty for every test. */
export function useNotificationReceiver(): NotificationReceiver {
  let server: Server;
  let received: Received[] = [];
  let replies: Reply[] = [{ status: 204 }];
  let arrived = (): void => {};
  let answerEarlier = (): void => {};
  // A path per test: what is still pending from an earlier one must not be counted.
  let tests = 0;
  const path = (): string => `/notify/${tests}`;
  before((done) => {
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { headers, url } = request;
        if (url !== path()) return void response.writeHead(204).end();
        const header = { get: (name: string) => (headers[name] as string | undefined) ?? null };
        received.push({ headers, body: Buffer.concat(chunks).toString('utf8'), header });
        const reply = (replies.length > 1 ? replies.shift() : replies[0]) ?? 'silence';
        answerEarlier();
        answerEarlier = reply === 'with_next' ? () => void response.writeHead(204).end() : () => {};
        if (typeof reply === 'object') response.writeHead(reply.status, reply.headers).end(reply.body);
        arrived();
      });
    });
    server.listen(0, '127.0.0.1', done);
  });
  beforeEach(() => {
    tests += 1;
    received = [];
    replies = [{ status: 204 }];
  });
  after((done) => {
    server.close(done);
    server.closeAllConnections();
  });
  return {
    get url() {
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}${path()}`;
    },
    get received() {
      return received;
    },
    reply: (...next) => {
      replies = next;
    },
    until: async (count) => {
      while (received.length < count) {
        await new Promise<void>((resolve) => {
          arrived = resolve;
        });
      }
    },
  };
}
