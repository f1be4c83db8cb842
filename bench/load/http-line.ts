import { connect, type Socket } from 'node:net';
import { FAILED, type Line } from './line.ts';

const SILENT_FOR_AT_MOST_MS = 15_000;
const END_OF_HEAD = '\r\n\r\n';

/** Read into by one line at a time, and done with when the callback returns. */
const SHARED = Buffer.allocUnsafe(1 << 16);

export type Exchange = {
  /** The whole text of the next request. */
  readonly nextRequest: () => string;
  /** What an answer with status 200 says, in points; FAILED if it says something else than it should. */
  readonly pointsIn: (body: string) => number;
};

/**
 * HTTP/1.1 on a socket that stays open. Of the clients that npm offers, none costs less than what is measured; this one costs
 * about as much as wrk does.
 */
export class HttpLine implements Line {
  readonly #exchange: Exchange;
  readonly #socket: Socket;
  #answered: ((points: number) => void) | null = null;
  #received = '';
  broken = false;

  constructor(port: number, exchange: Exchange, connected: () => void) {
    this.#exchange = exchange;
    const onread = { buffer: SHARED, callback: (bytes: number) => this.#receive(SHARED.toString('latin1', 0, bytes)) };
    this.#socket = connect({ port, host: '127.0.0.1', noDelay: true, onread }, connected);
    this.#socket.setTimeout(SILENT_FOR_AT_MOST_MS, () => this.#socket.destroy());
    this.#socket.on('error', () => {});
    this.#socket.on('close', () => {
      this.broken = true;
      connected();
      this.#answer(FAILED);
    });
  }

  ask(answered: (points: number) => void): void {
    this.#answered = answered;
    if (this.broken) this.#answer(FAILED);
    else this.#socket.write(this.#exchange.nextRequest(), 'latin1');
  }

  close(): void {
    this.#socket.destroy();
  }

  #receive(text: string): boolean {
    this.#received += text;
    const head = this.#received.indexOf(END_OF_HEAD);
    if (head < 0) return true;
    const body = head + END_OF_HEAD.length;
    const length = /\r\ncontent-length: (\d+)/i.exec(this.#received)?.[1];
    if (length === undefined) this.#socket.destroy(new Error('an answer without Content-Length'));
    else if (this.#received.length >= body + Number(length)) this.#finish(body);
    return true;
  }

  #finish(body: number): void {
    const answer = this.#received;
    this.#received = '';
    this.#answer(answer.startsWith('HTTP/1.1 200') ? this.#exchange.pointsIn(answer.slice(body)) : FAILED);
  }

  #answer(points: number): void {
    const answered = this.#answered;
    this.#answered = null;
    answered?.(points);
  }
}
