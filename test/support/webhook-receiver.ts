import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';

export type Received = { readonly url: string; readonly headers: IncomingHttpHeaders; readonly body: string };
export type Answering = (response: ServerResponse, received: Received) => void;

type Options = {
  readonly answer?: Answering;
  readonly host?: string;
  readonly port?: number;
  readonly tls?: { readonly key: string; readonly cert: string };
};

const ok: Answering = (response) => response.writeHead(204).end();

/** A backend service that hears of events: keeps whatever comes as it came, and answers as a test says. */
export class WebhookReceiver {
  readonly received: Received[] = [];
  readonly url: string;
  readonly #stop: () => Promise<void>;
  answer: Answering;

  private constructor(url: string, answer: Answering, stop: () => Promise<void>) {
    this.url = url;
    this.answer = answer;
    this.#stop = stop;
  }

  static async start({ answer = ok, host = '127.0.0.1', port = 0, tls }: Options = {}): Promise<WebhookReceiver> {
    const server = tls ? createTlsServer(tls) : createServer();
    server.listen(port, host);
    await once(server, 'listening');
    const address = server.address() as AddressInfo;
    const receiver = new WebhookReceiver(
      `${tls ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${address.port}`,
      answer,
      async () => {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      },
    );
    server.on('request', async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const { url = '', headers } = request;
      const received = { url, headers, body: Buffer.concat(chunks).toString('utf8') };
      receiver.received.push(received);
      receiver.answer(response, received);
    });
    return receiver;
  }

  /** What came, verified with this secret by the library; throws where it is not ours. */
  verified(secret: string): unknown[] {
    return this.received.map(({ body, headers }) => verify(secret, { body, headers }));
  }

  stop(): Promise<void> {
    return this.#stop();
  }
}

export const verify = (secret: string, { body, headers }: Pick<Received, 'body' | 'headers'>): unknown =>
  new Webhook(secret).verify(body, headers as Record<string, string>);
