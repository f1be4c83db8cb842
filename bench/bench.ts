import type { DurablePostgres } from './database/durable-postgres.ts';
import type { Child } from './processes/child.ts';

/** What the contenders share. */
export type Bench = {
  readonly postgres: DurablePostgres;
  /** The process that asks over HTTP. */
  readonly generator: Child;
  readonly accounts: number;
  readonly serviceToken: string;
  /** Begins idempotency keys; never the same one twice. */
  nextTag(): string;
};
