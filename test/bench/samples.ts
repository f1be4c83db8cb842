import type { Slice } from '../../bench/contender.ts';
import type { Cell } from '../../bench/matrix/cell.ts';
import { FULL } from '../../bench/plan.ts';
import type { Results } from '../../bench/results.ts';

export const aSlice = (requestsPerSecond: number): Slice => ({
  ...{ requestsPerSecond, p50Ms: 1_000 / requestsPerSecond, p99Ms: 20, p999Ms: 30 },
  ...{ postgresCpuUs: 50, nodeCpuUs: 60, generatorCpuUs: null, nodeMebibytes: 100 },
  ...{ failures: 0, answers: 10, points: 50 },
});

export const aCell = (slices: Record<string, Slice[]>, load: Partial<Cell['load']> = {}): Cell => ({
  load: { connections: 64, seconds: 2, spread: 'even', requestsPerSecond: null, ...load },
  slices: new Map(Object.entries(slices)),
});

export const someResults = (change: Partial<Results> = {}): Results => ({
  plan: FULL,
  machine: {
    ...{ cores: 2, memoryGib: 24, system: 'Linux x64', node: 'v20.19.0', postgres: '18.4' },
    ...{ flushUs: 90, loadBefore: 0.5 },
  },
  othersShare: 0.05,
  begunAt: new Date('2026-11-26T12:00:00Z'),
  titles: new Map([
    ['hot-seahorse', 'Hot Seahorse'],
    ['knex-transaction', 'knex & <others>'],
  ]),
  absent: new Map(),
  http: [],
  inProcess: [],
  paced: [],
  growth: [],
  guarantees: null,
  audits: 1,
  mistakes: [],
  ...change,
});
