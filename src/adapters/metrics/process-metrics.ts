import { Counter, collectDefaultMetrics, Histogram, type Registry } from 'prom-client';
import { PREFIX, registerComputed, type Sample } from './computed-metric.ts';
import type { RequestDurations } from './request-durations.ts';

/** Connections of one pool of this process. */
export type PoolUse = {
  readonly pool: string;
  readonly used: number;
  readonly free: number;
  readonly waiting: number;
};

/** What this process knows of itself: the sum over all processes is what the system did. */
export type ProcessSources = {
  readonly durations: RequestDurations;
  readonly pools: () => readonly PoolUse[];
  /** How many jobs are in each state; null: the queue cannot be reached, or this process has no workers. */
  readonly queueJobs: () => Promise<Readonly<Record<string, number>> | null>;
};

export type ProcessNotes = {
  alarmRaised(alarm: string): void;
  sweepRan(sweep: string, outcome: string, seconds: number): void;
};

const RUN_BUCKETS_SECONDS = [0.01, 0.1, 0.5, 1, 5, 15, 60, 300];

export function registerProcess(registry: Registry, sources: ProcessSources): ProcessNotes {
  collectDefaultMetrics({ register: registry });
  registerSources(registry, sources);
  const registers = [registry];
  const alarms = new Counter({
    ...{ name: `${PREFIX}alarms_total`, help: 'What a person has to look at', labelNames: ['alarm'], registers },
  });
  const runs = new Histogram({
    ...{ name: `${PREFIX}sweep_run_duration_seconds`, help: 'Runs of sweeps in this process', registers },
    ...{ labelNames: ['sweep', 'outcome'], buckets: RUN_BUCKETS_SECONDS },
  });
  return {
    alarmRaised: (alarm) => alarms.inc({ alarm }),
    sweepRan: (sweep, outcome, seconds) => runs.observe({ sweep, outcome }, seconds),
  };
}

function registerSources(registry: Registry, { durations, pools, queueJobs }: ProcessSources): void {
  const requests = 'http_request_duration_seconds';
  const answered = 'How long requests took, by route and by the class of what they were answered';
  registerComputed(registry, { name: requests, help: answered, type: 'histogram' }, () =>
    durations.samples(PREFIX + requests),
  );
  const connections = 'Connections to the database, in use and free, and callers that wait for one';
  registerComputed(registry, { name: 'database_connections', help: connections, type: 'gauge' }, () =>
    pools().flatMap(({ pool, ...states }) =>
      Object.entries(states).map(([state, value]): Sample => ({ labels: { pool, state }, value })),
    ),
  );
  registerComputed(registry, { name: 'queue_jobs', help: 'Jobs of the sweeps, by state', type: 'gauge' }, async () =>
    Object.entries((await queueJobs()) ?? {}).map(([state, value]) => ({ labels: { state }, value })),
  );
}
