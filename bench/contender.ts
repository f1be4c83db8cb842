/** Which accounts the requests go to: chance spreads them over all accounts, or one account takes every one. */
export type Spread = 'even' | 'hot';

export type Load = {
  readonly connections: number;
  readonly seconds: number;
  readonly spread: Spread;
  /** Sent on time whatever comes back; null: whoever has been answered asks again at once. */
  readonly requestsPerSecond: number | null;
};

/** What a load brought back. Times are null where nobody can tell, such as without /proc. */
export type Slice = {
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly p999Ms: number;
  readonly postgresCpuUs: number | null;
  readonly nodeCpuUs: number | null;
  readonly generatorCpuUs: number | null;
  readonly nodeMebibytes: number | null;
  /** What was not answered as it should be. */
  readonly failures: number;
  readonly answers: number;
  /** What the answers say was taken, all together. */
  readonly points: number;
};

export type Readiness = { readonly kind: 'ready' } | { readonly kind: 'absent'; readonly why: string };
export const READY: Readiness = { kind: 'ready' };

/** What has been answered, to be found again in a ledger: each answer once, and the points of all. */
export type Books = {
  readonly name: string;
  note(slice: Pick<Slice, 'answers' | 'points'>): void;
  /** What is wrong, in words; nothing if all is well. */
  audit(): Promise<readonly string[]>;
};

/** Something that takes the load. A new one is a file in `contenders/` and a line in `contenders/index.ts`. */
export type Contender = {
  /** Short, and for ever: figures refer to it. */
  readonly name: string;
  /** For people. */
  readonly title: string;
  /** Several may write into one ledger. Null: it keeps none. */
  readonly books: Books | null;
  /** Does it get quicker in its first second? Node compiles what is used often; pgbench begins anew each time anyway. */
  readonly warmsUp: boolean;
  /** Where a load would say nothing new, such as one hot account for a greeting. */
  takes(load: Load): boolean;
  /** Where another round would take too long for what it tells. */
  mostRounds?(load: Load): number;
  /** Makes its tables and starts its processes, or says why it cannot take part. */
  prepare(): Promise<Readiness>;
  run(load: Load): Promise<Slice>;
  stop(): Promise<void>;
};
