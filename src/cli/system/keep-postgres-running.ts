import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { LocalPostgres } from '../../adapters/embedded/local-postgres.ts';
import { startLocalPostgres } from '../../adapters/embedded/start-local-postgres.ts';

const TRIES = 5;
const PAUSE_MS = 500;

/**
 * The embedded PostgreSQL, started again whenever it ends unasked. Until it is back, requests are answered with 503; the
 * connections find it again by themselves, since its address stays.
 */
export class KeptPostgres {
  readonly #dir: string;
  readonly #logger: Logger;
  #server: LocalPostgres | null = null;
  #stopping = false;

  constructor(dir: string, logger: Logger) {
    this.#dir = dir;
    this.#logger = logger;
  }

  async start(): Promise<LocalPostgres> {
    this.#server = await startLocalPostgres({ dir: this.#dir, onExit: (detail) => void this.#bringBack(detail) });
    return this.#server;
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#server?.stop();
  }

  async #bringBack(detail: string): Promise<void> {
    this.#logger.error({ detail }, 'the embedded PostgreSQL has gone; starting it again');
    const url = this.#server?.url;
    for (let tries = 1; tries <= TRIES && !this.#stopping; tries++) {
      try {
        if ((await this.start()).url === url) return;
        break;
      } catch (error) {
        this.#logger.error({ err: error, tries }, 'the embedded PostgreSQL does not start');
        await delay(PAUSE_MS * tries);
      }
    }
    if (this.#stopping) return this.stop();
    // Without a database this process is of no use; whoever supervises it starts both again.
    this.#logger.fatal('the embedded PostgreSQL stays away');
    process.exit(1);
  }
}
