import type { Call } from '../load/usage-calls.ts';

/** Something that is called within its process: no HTTP in between. */
export type Engine = {
  /** The points that were taken, or FAILED. */
  use(call: Call): Promise<number>;
  close(): Promise<void>;
};
export type OpenEngine = (databaseUrl: string, serviceToken: string) => Promise<Engine>;
