import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Pushed = {
  readonly method: string;
  readonly query: URLSearchParams;
  readonly contentType: string;
  readonly body: string;
};

export type PushReply =
  | { readonly status?: number; readonly body?: string; readonly headers?: Record<string, string> }
  | 'echo'
  | 'silence';

export const errCodeZero: PushReply = { body: '{"ErrCode":0,"ErrMsg":"success"}' };

/** A developer's 消息推送 address that answers as told, for the surrounding `describe`; empty for every test. */
export function usePushReceiver() {
  let server: Server;
  let received: Pushed[] = [];
  let replies: PushReply[] = [errCodeZero];
  let tests = 0;
  const path = (): string => `/push/${tests}`;
  before((done) => {
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { pathname, searchParams: query } = new URL(request.url ?? '', 'http://receiver');
        if (pathname !== path()) return void response.end();
        const body = Buffer.concat(chunks).toString('utf8');
        received.push({
          method: String(request.method),
          query,
          contentType: request.headers['content-type'] ?? '',
          body,
        });
        const reply = (replies.length > 1 ? replies.shift() : replies[0]) ?? 'silence';
        if (reply === 'echo') response.end(query.get('echostr'));
        else if (reply !== 'silence') response.writeHead(reply.status ?? 200, reply.headers).end(reply.body);
      });
    });
    server.listen(0, '127.0.0.1', done);
  });
  beforeEach(() => {
    tests += 1;
    received = [];
    replies = [errCodeZero];
  });
  after((done) => {
    server.close(done);
    server.closeAllConnections();
  });
  return {
    get url() {
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}${path()}`;
    },
    get received(): readonly Pushed[] {
      return received;
    },
    /** The replies to come; the last one repeats. */
    reply(...next: PushReply[]) {
      replies = next;
    },
  };
}
