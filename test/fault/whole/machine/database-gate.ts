import { once } from 'node:events';
import { createServer, type Server, type Socket, connect as toSocket } from 'node:net';
import { reservePort } from './reserve-port.ts';

type Way = 'open' | 'refused' | 'swallowed';

/** The only way from the processes to PostgreSQL, as a firewall sees it. */
export class DatabaseGate {
  readonly #target: string;
  readonly #port: number;
  readonly #sockets = new Set<Socket>();
  readonly #waiting = new Set<Socket>();
  #server: Server | null = null;
  #way: Way = 'open';

  private constructor(target: string, port: number) {
    this.#target = target;
    this.#port = port;
  }

  /** To the unix socket that `url` names. */
  static async to(url: string): Promise<DatabaseGate> {
    const { port, searchParams } = new URL(url);
    const gate = new DatabaseGate(`${searchParams.get('host')}/.s.PGSQL.${port}`, await reservePort());
    await gate.open();
    return gate;
  }

  /** The same address by way of the gate. */
  through(url: string): string {
    const through = new URL(url);
    through.search = '';
    through.host = `127.0.0.1:${this.#port}`;
    return through.href;
  }

  async open(): Promise<void> {
    this.#way = 'open';
    this.#server ??= createServer((socket) => this.#take(socket)).listen(this.#port, '127.0.0.1');
    if (!this.#server.listening) await once(this.#server, 'listening');
    for (const socket of this.#sockets) socket.resume();
    for (const socket of this.#waiting) this.#pass(socket);
    this.#waiting.clear();
  }

  /** Connections break, and new ones are refused. */
  async refuse(): Promise<void> {
    this.#way = 'refused';
    const closed = this.#server && once(this.#server, 'close');
    this.#server?.close();
    for (const socket of [...this.#sockets, ...this.#waiting]) socket.destroy();
    this.#server = null;
    await closed;
  }

  /** Whatever is sent is lost on the way, and nobody hears of it. */
  swallow(): void {
    this.#way = 'swallowed';
    for (const socket of this.#sockets) socket.pause();
  }

  #take(socket: Socket): void {
    socket.on('error', () => {});
    if (this.#way === 'open') return this.#pass(socket);
    this.#waiting.add(socket);
    socket.once('close', () => this.#waiting.delete(socket));
  }

  #pass(socket: Socket): void {
    const database = toSocket(this.#target);
    database.on('error', () => {});
    for (const each of [socket, database]) {
      this.#sockets.add(each);
      each.once('close', () => this.#sockets.delete(each));
    }
    socket.pipe(database).pipe(socket);
    socket.once('close', () => database.destroy());
    database.once('close', () => socket.destroy());
  }
}
