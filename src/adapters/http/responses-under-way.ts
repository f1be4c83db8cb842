import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Said to a response that goes on and on. */
export const SERVER_STOPS = 'seahorse:server-stops';

/**
 * Knows the responses that are not finished. A server that closes waits for connections which clients keep open for
 * their next request; once it is stopping, each response tells its client that it is the last one.
 *
 * It keeps one response per connection, the latest, and forgets it with its connection. A set of responses that come and go
 * would make V8 keep half of all garbage: what a set was before it was rehashed points to what it is now, so a dead one in
 * the old generation keeps the next one alive, with all that was in it (test/http/garbage.test.ts).
 */
export class ResponsesUnderWay {
  readonly #latest = new Map<Socket, ServerResponse>();
  #stopping = false;

  /** Gives the one before it on the same connection, unless that is finished. */
  add(res: ServerResponse): ServerResponse | null {
    const { socket } = res.req;
    const before = this.#latest.get(socket);
    if (!before) socket.once('close', () => this.#latest.delete(socket));
    this.#latest.set(socket, res);
    if (this.#stopping) res.setHeader('Connection', 'close');
    return before && !before.writableFinished ? before : null;
  }

  makeLast(): void {
    this.#stopping = true;
    for (const res of this.#latest.values()) {
      if (!res.headersSent) res.setHeader('Connection', 'close');
      res.emit(SERVER_STOPS);
    }
  }
}
