import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type NetConnectOpts, type Server, type Socket } from 'node:net';
import { bytesUntilTheEnd, type Hurt, pause, piecesOf, type Way } from './hurt.ts';

type Options = {
  /** Where connections lead: a port of this machine, or a socket such as that of PostgreSQL. */
  readonly target: NetConnectOpts;
  /** What each connection suffers, in the order in which they come; nothing, unless it is said. */
  readonly hurt?: () => Hurt;
};

const UNHURT = (): Hurt => ({ kind: 'none' });

/** A way to something on this machine that behaves as a bad network does. One hurt for each connection, from its beginning. */
export class HurtfulProxy {
  readonly #server: Server;
  readonly #open = new Set<Socket>();
  #target: NetConnectOpts;
  #hurt: () => Hurt;
  #taken = 0;

  private constructor({ target, hurt = UNHURT }: Options) {
    this.#target = target;
    this.#hurt = hurt;
    // Either side may close its half and still be told the rest.
    this.#server = createServer({ allowHalfOpen: true }, (socket) => this.#take(socket));
  }

  static async start(options: Options): Promise<HurtfulProxy> {
    const proxy = new HurtfulProxy(options);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** How many connections have come so far. */
  get taken(): number {
    return this.#taken;
  }

  /** From now on; connections of before are cut off, since whoever keeps one would not notice. */
  hurtBy(hurt: () => Hurt): void {
    this.#hurt = hurt;
    this.cut();
  }

  heal(): void {
    this.hurtBy(UNHURT);
  }

  leadTo(target: NetConnectOpts): void {
    this.#target = target;
    this.cut();
  }

  cut(): void {
    for (const socket of this.#open) socket.destroy();
  }

  async stop(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.cut();
    await closed;
  }

  #take(client: Socket): void {
    this.#taken += 1;
    const hurt = this.#hurt();
    const server = connect({ ...this.#target, allowHalfOpen: true });
    for (const socket of [client, server]) {
      socket.setNoDelay(true);
      this.#open.add(socket);
      // What breaks is closed, which the other side is then told.
      socket.on('error', () => {});
      socket.once('close', () => this.#open.delete(socket));
    }
    closeTogether(client, server);
    void carry(client, server, 'there', hurt);
    void carry(server, client, 'back', hurt);
  }
}

/** Whoever has not been told of the end in good order is told by the end of the connection. */
function closeTogether(...[one, other]: readonly [Socket, Socket]): void {
  one.once('close', () => other.writableEnded || other.destroy());
  other.once('close', () => one.writableEnded || one.destroy());
}

/** Passes on what comes from one side until that ends, or until the hurt ends it. */
async function carry(from: Socket, to: Socket, way: Way, hurt: Hurt): Promise<void> {
  let left = bytesUntilTheEnd(hurt, way);
  try {
    if (left === 0) return end(from, to, hurt);
    for await (const chunk of from.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      for (const { bytes, afterMs } of piecesOf(chunk.subarray(0, left), hurt)) {
        await pause(afterMs);
        if (!to.write(bytes)) await once(to, 'drain');
      }
      left -= chunk.length;
      if (left <= 0) return end(from, to, hurt);
    }
    to.end();
  } catch {
    from.destroy();
    to.destroy();
  }
}

function end(from: Socket, to: Socket, hurt: Hurt): void {
  if (hurt.kind === 'half_close') to.end();
  if (hurt.kind !== 'reset') return void from.resume();
  for (const socket of [from, to]) socket.resetAndDestroy();
}
