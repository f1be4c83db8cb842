import { randomBytes } from 'node:crypto';
import type { Bench } from './bench.ts';
import { startDurablePostgres } from './database/durable-postgres.ts';
import { Child } from './processes/child.ts';
import { prepareProduct } from './product/prepare-product.ts';

const ACCOUNTS = 10_000;
const GENERATOR = new URL('./load/http-generator.ts', import.meta.url);

export type OpenBench = Bench & { stop(): Promise<void> };

/** A durable PostgreSQL with our schema and ten thousand accounts, and the process that will ask. */
export async function openBench(): Promise<OpenBench> {
  const postgres = await startDurablePostgres();
  try {
    const serviceToken = await prepareProduct(postgres.url, ACCOUNTS);
    const generator = await Child.start(GENERATOR);
    const stop = once(async () => {
      await generator.stop();
      await postgres.stop();
    });
    return { postgres, generator, accounts: ACCOUNTS, serviceToken, nextTag: tags(), stop };
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}

/** However often it is called. */
function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | null = null;
  return () => {
    done ??= work();
    return done;
  };
}

/** Of this run, and then counted. */
export function tags(): () => string {
  const run = randomBytes(6).toString('hex');
  let taken = 0;
  return () => {
    taken += 1;
    return `${run}-${taken}`;
  };
}
