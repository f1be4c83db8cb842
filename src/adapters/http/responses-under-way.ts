import type { ServerResponse } from 'node:http';

/**
 * Knows the responses that are not finished. A server that closes waits for connections which clients keep open for
 * their next request; once it is stopping, each response tells its client that it is the last one.
 */
export class ResponsesUnderWay {
  readonly #open = new Set<ServerResponse>();
  #stopping = false;

  add(res: ServerResponse): void {
    this.#open.add(res);
    res.once('close', () => this.#open.delete(res));
    if (this.#stopping) res.setHeader('Connection', 'close');
  }

  makeLast(): void {
    this.#stopping = true;
    for (const res of this.#open) if (!res.headersSent) res.setHeader('Connection', 'close');
  }
}
