import type { Slice, Spread } from '../contender.ts';

type WantedRatio = {
  readonly name: string;
  readonly group: 'http' | 'in-process';
  readonly of: string;
  readonly against: string;
  readonly connections: number;
  readonly spread: Spread;
  readonly measure: (slice: Slice) => number;
  readonly floor: number;
  readonly goal: number;
};

const rate = (slice: Slice): number => slice.requestsPerSecond;
/** The quicker, the more. */
const speed = (slice: Slice): number => 1 / slice.p50Ms;

const http = { group: 'http', of: 'hot-seahorse', measure: rate } as const;
const inProcess = { group: 'in-process', of: 'hot-seahorse-in-process', measure: rate } as const;
const even = { connections: 64, spread: 'even' } as const;
const hot = { connections: 64, spread: 'hot' } as const;

const fullWork = { ...http, against: 'pgbench-full-work' };
const minimal = { ...http, against: 'pgbench-minimal' };
const knex = { ...http, against: 'knex-transaction' };
const hello = { ...http, against: 'express-hello' };
const pgledger = { ...http, against: 'pgledger' };

/** Ours divided by theirs, within one run: more is better. */
export const WANTED_RATIOS: readonly WantedRatio[] = [
  { name: 'against pgbench doing our full work, evenly', ...fullWork, ...even, floor: 1.5, goal: 2.5 },
  { name: 'against pgbench doing our full work, one hot account', ...fullWork, ...hot, floor: 8, goal: 15 },
  { name: "against pgbench's minimal statement, evenly", ...minimal, ...even, floor: 0.4, goal: 0.8 },
  { name: "against pgbench's minimal statement, one hot account", ...minimal, ...hot, floor: 4, goal: 8 },
  { name: 'against a typical knex transaction per request, evenly', ...knex, ...even, floor: 12, goal: 25 },
  { name: 'against a typical knex transaction per request, one hot account', ...knex, ...hot, floor: 25, goal: 60 },
  { name: 'against Express 5 saying hello, 64 connections', ...hello, ...even, floor: 0.9, goal: 1.6 },
  { name: 'against Express 5 saying hello, 256 connections', ...hello, ...even, connections: 256, floor: 1.3, goal: 2 },
  { name: "against pgledger's transfer, evenly", ...pgledger, ...even, floor: 5, goal: 10 },
  { name: "against pgledger's transfer, one hot account", ...pgledger, ...hot, floor: 15, goal: 40 },
  {
    name: 'a lone caller: speed (1/p50) against one plain statement per request',
    ...{ ...http, against: 'plain-statement', measure: speed },
    ...{ ...even, connections: 1, floor: 0.8, goal: 1 },
  },
  {
    name: "in process, against better-auth's API key check",
    ...{ ...inProcess, ...even, against: 'better-auth', floor: 15, goal: 30 },
  },
  {
    name: 'in process, share of the insert-only floor',
    ...{ ...inProcess, ...even, against: 'insert-only', floor: 0.45, goal: 0.7 },
  },
];
