import { verify } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { merchantKeys } from './merchant.ts';

export type ReceivedRequest = {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  readonly hasValidSignature: boolean;
};

export type Reply = (response: ServerResponse, request: ReceivedRequest) => void;

/** A WeChat on the loopback interface: keeps what it was asked, and gives the replies of the test in turn, the last for ever. */
export class LoopbackWechat {
  readonly requests: ReceivedRequest[] = [];
  #replies: Reply[] = [];
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    server.on('request', (request, response) => void this.#handle(request, response));
  }

  static async start(): Promise<LoopbackWechat> {
    const server = createServer();
    const wechat = new LoopbackWechat(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return wechat;
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get lastRequest(): ReceivedRequest {
    const request = this.requests.at(-1);
    if (request === undefined) throw new Error('nothing was asked');
    return request;
  }

  replyWith(...replies: Reply[]): void {
    this.requests.length = 0;
    this.#replies = replies;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const request = describe(incoming, Buffer.concat(chunks).toString('utf8'));
    this.requests.push(request);
    const reply = this.#replies.length > 1 ? this.#replies.shift() : this.#replies[0];
    if (reply === undefined) throw new Error('the test gave no reply');
    reply(response, request);
  }
}

function describe(incoming: IncomingMessage, body: string): ReceivedRequest {
  const { method = '', url: path = '', headers } = incoming;
  return { method, path, headers, body, hasValidSignature: isSignedByMerchant(method, path, headers, body) };
}

function isSignedByMerchant(method: string, path: string, headers: IncomingMessage['headers'], body: string): boolean {
  const authorization = headers.authorization ?? '';
  if (!authorization.startsWith('WECHATPAY2-SHA256-RSA2048 ')) return false;
  const field = (name: string) => new RegExp(`${name}="([^"]*)"`).exec(authorization)?.[1] ?? '';
  const message = `${method}\n${path}\n${field('timestamp')}\n${field('nonce_str')}\n${body}\n`;
  const fresh = Math.abs(Date.now() / 1000 - Number(field('timestamp'))) <= 300;
  const signature = Buffer.from(field('signature'), 'base64');
  return fresh && verify('RSA-SHA256', Buffer.from(message), merchantKeys.publicKey, signature);
}
