import os from 'node:os';

/** What the figures depend on, and nothing that names the machine. */
export type Machine = {
  readonly cores: number;
  readonly memoryGib: number;
  readonly system: string;
  readonly node: string;
  readonly postgres: string;
  /** How long the disk takes to keep one page. */
  readonly flushUs: number;
  /** Processes that wanted a core, before the first load: others at work here blur the figures. */
  readonly loadBefore: number;
};

export const describeMachine = (postgres: string, flushUs: number): Machine => ({
  cores: os.availableParallelism(),
  memoryGib: Math.round(os.totalmem() / 2 ** 30),
  system: `${os.type()} ${os.arch()}`,
  node: process.version,
  postgres,
  flushUs,
  loadBefore: os.loadavg()[0] ?? 0,
});
