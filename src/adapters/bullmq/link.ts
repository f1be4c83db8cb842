import { setTimeout as sleep } from 'node:timers/promises';
import type { Job } from 'bullmq';
import type { Sweep } from '../../application/shared/sweep.ts';
import type { Connections } from './connections.ts';
import { refuseEviction } from './evicting-redis.ts';
import { assertSchedules, removeUnknownSchedules } from './schedules.ts';
import type { OnError } from './sweep-runs.ts';
import { endsWithin, resultWithin } from './within.ts';

const ROUND_WITHIN_MS = 15_000;
const CLOSE_WITHIN_MS = 1_000;
const COUNT_WITHIN_MS = 1_000;

/**
 * One pair of connections, given up as a whole. A connection that failed once may never work again (the PostgreSQL backend
 * remembers its first failure) or wait for ever on a peer that is gone, so a link in doubt is closed and opened anew.
 */
export class Link {
  readonly #connections: Connections;
  readonly #onError: OnError;
  readonly #unnoted = new Set<string | undefined>();
  readonly #kind: 'redis' | 'postgres';
  #working = false;

  constructor(kind: 'redis' | 'postgres', connections: Connections, onError: OnError) {
    this.#kind = kind;
    this.#connections = connections;
    this.#onError = onError;
    // An 'error' event without a listener would end the process.
    connections.queue.on('error', (error) => onError('queue', error));
    connections.worker.on('error', (error) => onError('worker', error));
    const noted = (job?: Job) => this.#unnoted.delete(job?.id);
    connections.worker.on('active', (job) => this.#unnoted.add(job.id));
    connections.worker.on('completed', noted).on('failed', noted);
    // A Redis that restarts within a second causes no error, and yet may have lost everything.
    connections.queue.on('ioredis:close', () => onError('queue', new Error('lost its connection')));
  }

  /** @throws EvictingRedis */
  async refuseEviction(): Promise<void> {
    if (this.#kind !== 'redis') return;
    await resultWithin(ROUND_WITHIN_MS, 'asking Redis for its policy', refuseEviction(this.#connections.queue));
  }

  /** How many jobs there are, by state. */
  jobCounts(): Promise<Record<string, number>> {
    return resultWithin(COUNT_WITHIN_MS, 'counting the jobs', this.#connections.queue.getJobCounts());
  }

  /** Throws when the store cannot be reached in time. */
  async assert(sweeps: readonly Sweep[], removeUnknown: boolean): Promise<void> {
    await resultWithin(ROUND_WITHIN_MS, 'asserting the schedules', this.#assert(sweeps, removeUnknown));
    this.#work();
  }

  async #assert(sweeps: readonly Sweep[], removeUnknown: boolean): Promise<void> {
    const { queue, worker } = this.#connections;
    await queue.waitUntilReady();
    if (removeUnknown) await removeUnknownSchedules(queue, sweeps);
    await assertSchedules(queue, sweeps);
    await worker.waitUntilReady();
  }

  #work(): void {
    if (this.#working) return;
    this.#working = true;
    this.#connections.worker.run().catch((error) => this.#onError('worker', error));
  }

  takeNoMore(): Promise<void> {
    // Not BullMQ's own waiting: it would open a connection anew when a run ends after the close.
    return this.#connections.worker.pause(true);
  }

  /** Waits until the runs that have ended are noted as done, so that nobody takes them for stalled. */
  async noted(withinMs: number): Promise<void> {
    const until = Date.now() + withinMs;
    while (this.#unnoted.size > 0 && Date.now() < until) await sleep(5);
  }

  async close(): Promise<void> {
    const { queue, worker, giveUp } = this.#connections;
    giveUp();
    // The PostgreSQL backend would open its listening connection even after it was closed, and leave it open.
    await endsWithin(CLOSE_WITHIN_MS, worker.waitUntilReady());
    // By force: otherwise BullMQ waits without limit for runs, and for answers of a store that is away.
    await Promise.all([endsWithin(CLOSE_WITHIN_MS, worker.close(true)), endsWithin(CLOSE_WITHIN_MS, queue.close())]);
  }
}
