import { setTimeout as sleep } from 'node:timers/promises';
import type { Sweep, SweepScheduler } from '../../application/shared/sweep.ts';
import { type BullMqTarget, openConnections } from './connections.ts';
import { EvictingRedis } from './evicting-redis.ts';
import { Link } from './link.ts';
import { quietly } from './quiet-reports.ts';
import { type OnError, type RunWatch, SweepRuns, UNWATCHED } from './sweep-runs.ts';
import { WakeUp } from './wake-up.ts';
import { endsWithin } from './within.ts';

export type BullMqSweepSchedulerOptions = {
  readonly target: BullMqTarget;
  /** `name` is the sweep's, or the part of the scheduler that has lost its store. */
  readonly onError: OnError;
  /** How soon a store that lost its data, or what comes next of a schedule, is given it again. */
  readonly reassertEveryMs?: number;
  readonly watch?: RunWatch;
};

const START_WAITS_MS = 2_000;
const RETRY_MS = 500;
const NOTING_TAKES_MS = 1_000;

export class BullMqSweepScheduler implements SweepScheduler {
  readonly #target: BullMqTarget;
  readonly #onError: OnError;
  readonly #onTrouble: OnError;
  readonly #reassertEveryMs: number;
  readonly #watch: RunWatch;
  readonly #stopping = new AbortController();
  readonly #wakeUp = new WakeUp();
  #runs: SweepRuns | undefined;
  #link: Link | undefined;
  #loop = Promise.resolve();
  #troubled = false;

  constructor({ target, onError, reassertEveryMs = 10_000, watch = UNWATCHED }: BullMqSweepSchedulerOptions) {
    this.#target = target;
    this.#onError = onError;
    this.#onTrouble = quietly(onError);
    this.#reassertEveryMs = reassertEveryMs;
    this.#watch = watch;
  }

  /**
   * Resolves once the sweeps are scheduled, or after a short while if the store is away; then it goes on trying.
   * @throws EvictingRedis
   */
  async start(sweeps: readonly Sweep[]): Promise<void> {
    if (this.#runs) throw new Error('the sweep scheduler has been started already');
    const runs = new SweepRuns(sweeps, this.#stopping.signal, this.#onError, this.#watch);
    this.#runs = runs;
    const scheduled = new Promise<void>((resolve, refuse) => {
      this.#loop = this.#keepScheduled(sweeps, runs, resolve, refuse);
    });
    if (await endsWithin(START_WAITS_MS, scheduled)) return scheduled;
    // Once it has promised to work, it does not take that back: a Redis that comes later is reported, and waited for.
    scheduled.catch(() => {});
  }

  /** How many jobs there are, by state; null: the store does not tell. */
  async jobCounts(): Promise<Readonly<Record<string, number>> | null> {
    return (await this.#link?.jobCounts().catch(() => null)) ?? null;
  }

  async stop(timeoutMs: number): Promise<void> {
    this.#stopping.abort();
    this.#wakeUp.now();
    await this.#link?.takeNoMore();
    const allEnded = await endsWithin(timeoutMs, this.#runs?.settled() ?? Promise.resolve());
    if (allEnded) await this.#link?.noted(NOTING_TAKES_MS);
    await this.#link?.close();
    await endsWithin(RETRY_MS, this.#loop);
  }

  async #keepScheduled(
    sweeps: readonly Sweep[],
    runs: SweepRuns,
    onScheduled: () => void,
    onRefused: (error: EvictingRedis) => void,
  ): Promise<void> {
    let unknownRemoved = false;
    while (!this.#stopping.signal.aborted) {
      this.#link ??= this.#open(sweeps.length, runs);
      this.#troubled = false;
      try {
        if (!unknownRemoved) await this.#link.refuseEviction();
        // Only once: during a rollout, old and new processes must not remove each other's schedules again and again.
        await this.#link.assert(sweeps, !unknownRemoved);
        unknownRemoved = true;
        onScheduled();
      } catch (error) {
        await this.#giveUp(error);
        if (error instanceof EvictingRedis) onRefused(error);
      }
      await this.#pause();
    }
  }

  #open(sweeps: number, runs: SweepRuns): Link {
    // One place for each sweep and one to spare: a long sweep never keeps another one waiting.
    const connections = openConnections(this.#target, sweeps + 1, (name) => runs.run(name));
    return new Link(this.#target.kind, connections, (name, error) => {
      if (this.#stopping.signal.aborted) return;
      this.#onTrouble(name, error);
      this.#troubled = true;
      this.#wakeUp.now();
    });
  }

  async #giveUp(error: unknown): Promise<void> {
    if (this.#stopping.signal.aborted) return;
    this.#onTrouble('schedules', error);
    const link = this.#link;
    this.#link = undefined;
    await link?.close();
  }

  /** Trouble shortens the pause but never to nothing: a store that is away is not hammered. */
  async #pause(): Promise<void> {
    const { signal } = this.#stopping;
    const shortest = Math.min(RETRY_MS, this.#reassertEveryMs);
    await sleep(shortest, undefined, { signal }).catch(() => {});
    if (this.#link && !this.#troubled && !signal.aborted) await this.#wakeUp.orAfter(this.#reassertEveryMs - shortest);
  }
}
