import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RawNotification } from '../../../src/domain/ordering/payment-gateway.ts';

export type RawReceiver = {
  readonly url: string;
  /** Everything that came, oldest first. */
  readonly received: readonly RawNotification[];
  stop(): Promise<void>;
};

/** Where a provider reaches a test: confirms whatever comes, and keeps it as it came. */
export async function startRawReceiver(): Promise<RawReceiver> {
  const received: RawNotification[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { searchParams } = new URL(request.url ?? '', 'http://receiver');
    const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)]);
    const query = Object.fromEntries(searchParams);
    received.push({ headers: Object.fromEntries(headers), query, body: Buffer.concat(chunks) });
    response.end('{"ErrCode":0,"ErrMsg":"success"}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
