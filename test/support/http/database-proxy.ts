import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer, type Server, type Socket, connect as toSocket } from 'node:net';

/** A way to the tests' PostgreSQL that can be cut and mended: the database itself serves other tests. */
export class DatabaseProxy {
  readonly #target: string;
  readonly #sockets = new Set<Socket>();
  #server: Server | null = null;
  #port = 0;

  /** `url` leads to a unix socket, as those of the tests do. */
  constructor(url: string) {
    const { port, searchParams } = new URL(url);
    this.#target = `${searchParams.get('host')}/.s.PGSQL.${port}`;
  }

  /** Opens the way; gives the address that takes it. */
  async mend(url: string): Promise<string> {
    this.#server = createServer((socket) => this.#pass(socket)).listen(this.#port, '127.0.0.1');
    await once(this.#server, 'listening');
    this.#port = (this.#server.address() as AddressInfo).port;
    const through = new URL(url);
    through.search = '';
    through.host = `127.0.0.1:${this.#port}`;
    return through.href;
  }

  /** As if the server process had ended: connections break, new ones are refused. */
  async cut(): Promise<void> {
    const closed = this.#server && once(this.#server, 'close');
    this.#server?.close();
    for (const socket of this.#sockets) socket.destroy();
    this.#server = null;
    await closed;
  }

  /** As if the network swallowed what is on its way: present connections stay open and say nothing, new ones work. */
  freeze(): void {
    for (const socket of this.#sockets) {
      socket.unpipe();
      socket.pause();
    }
  }

  #pass(socket: Socket): void {
    this.#keep(socket);
    const database = toSocket(this.#target);
    this.#keep(database);
    socket.pipe(database).pipe(socket);
    socket.once('close', () => database.destroy());
    database.once('close', () => socket.destroy());
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => this.#sockets.delete(socket));
  }
}
