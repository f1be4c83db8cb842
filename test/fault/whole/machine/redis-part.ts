import { Redis } from 'ioredis';
import { startRedis, type TestRedis } from '../../../support/redis.ts';
import type { Part } from './part.ts';
import { reservePort } from './reserve-port.ts';

/** A Redis without persistence, always on the same port: whatever it held is gone when it comes back. */
export class RedisPart implements Part {
  readonly name = 'redis';
  readonly #port: number;
  #running: TestRedis | null = null;

  private constructor(port: number) {
    this.#port = port;
  }

  static async onFreePort(): Promise<RedisPart> {
    return new RedisPart(await reservePort());
  }

  get url(): string {
    return `redis://127.0.0.1:${this.#port}`;
  }

  async start(): Promise<void> {
    this.#running = await startRedis({ port: this.#port });
  }

  async ready(): Promise<void> {}

  async kill(signal: NodeJS.Signals): Promise<void> {
    if (signal !== 'SIGKILL') throw new Error(`Redis is killed or left alone, not ${signal}`);
    await this.#running?.stop();
    this.#running = null;
  }

  async flush(): Promise<void> {
    await this.#running?.flush();
  }

  async configure(name: string, value: string): Promise<void> {
    await this.#running?.configure(name, value);
  }

  /** What is asked through a connection of its own. */
  async ask<T>(question: (client: Redis) => Promise<T>): Promise<T> {
    const client = new Redis(this.url, { maxRetriesPerRequest: 1 });
    client.on('error', () => {});
    try {
      return await question(client);
    } finally {
      client.disconnect();
    }
  }
}
