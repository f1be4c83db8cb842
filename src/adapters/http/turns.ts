import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** No client of today asks for so much before it has read an answer. */
const MOST_WAITING = 100;

/**
 * What one connection asks before it is answered (pipelining) is carried out in turn. Node would carry out all of it at once, so that
 * one connection took every connection to the database; and it goes on reading, so that there has to be an end of what waits.
 */
export class Turns {
  readonly #waiting = new WeakMap<Socket, number>();

  wait(before: ServerResponse, socket: Socket, work: () => void): void {
    const waiting = (this.#waiting.get(socket) ?? 0) + 1;
    if (waiting > MOST_WAITING) return void socket.destroy();
    this.#waiting.set(socket, waiting);
    before.once('close', () => {
      this.#waiting.set(socket, (this.#waiting.get(socket) ?? 1) - 1);
      if (!socket.destroyed) work();
    });
  }
}
