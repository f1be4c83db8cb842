import type { Context } from '../context.ts';
import type { Timed } from './timed.ts';

/** Work that falls due in business time. `stop` abandons what is under way: after a restart it is done again. */
export type DueWork = {
  /** Starts everything that is due and not under way. */
  deliverDue(): void;
  /** Null when nothing waits, or nothing will be started any more. */
  earliestDueAtMs(): number | null;
  settleInFlight(): Promise<void>;
};

export type DueItem = { readonly id: string; readonly dueAtMs: number };

export type DueSource = {
  waiting(): readonly DueItem[];
  /** Resolves when the outcome is recorded. `dueAtMs` is when it counts as done. */
  run(item: DueItem): Promise<void> | void;
};

const longestTimerMs = 2 ** 31 - 1;

/** Work begun no later than this counts as done when it was due, so that the work itself does not shift a schedule. */
const punctualWithinMs = 5000;

/** Does what the sources say, by one timer for the earliest. What waits lives in the store and survives a restart. */
export class DueWorker implements DueWork {
  readonly #context: Context;
  readonly #sources: readonly DueSource[];
  readonly #inFlight = new Map<string, Promise<void>>();
  #stopped = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(context: Context, sources: readonly DueSource[]) {
    this.#context = context;
    this.#sources = sources;
  }

  deliverDue(): void {
    if (this.#stopped) return;
    const nowMs = this.#context.now();
    for (const { source, item } of this.#waiting()) {
      if (item.dueAtMs > nowMs) continue;
      const late = nowMs - item.dueAtMs > punctualWithinMs;
      this.#start(source, late ? { id: item.id, dueAtMs: nowMs } : item);
    }
    this.#arm();
  }

  earliestDueAtMs(): number | null {
    if (this.#stopped) return null;
    const earliest = this.#waiting().reduce((least, { item }) => Math.min(least, item.dueAtMs), Infinity);
    return Number.isFinite(earliest) ? earliest : null;
  }

  async settleInFlight(): Promise<void> {
    await Promise.all(this.#inFlight.values());
  }

  /** Resolves when the work of this id is no longer under way. */
  async settled(id: string): Promise<void> {
    await this.#inFlight.get(id);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.settleInFlight();
  }

  #waiting(): { readonly source: DueSource; readonly item: DueItem }[] {
    const items = this.#sources.flatMap((source) => source.waiting().map((item) => ({ source, item })));
    return items.filter(({ item }) => !this.#inFlight.has(item.id));
  }

  #arm(): void {
    clearTimeout(this.#timer);
    const dueAtMs = this.earliestDueAtMs();
    if (dueAtMs === null) return;
    const delayMs = Math.min(Math.max(dueAtMs - this.#context.now(), 0), longestTimerMs);
    this.#timer = setTimeout(() => this.deliverDue(), delayMs).unref();
  }

  #start(source: DueSource, item: DueItem): void {
    const work = (async () => source.run(item))()
      .catch((fault: unknown) => {
        // The journal refused: nothing more can be recorded, and working on would never end.
        this.#stopped = true;
        this.#context.log({ event: 'fault', message: String(fault) });
      })
      .finally(() => {
        this.#inFlight.delete(item.id);
        this.#arm();
      });
    this.#inFlight.set(item.id, work);
  }
}

/** Several as one, so that a clock can stop at whatever comes next. */
export const together = (...parts: readonly DueWork[]): DueWork => ({
  deliverDue: () => {
    for (const part of parts) part.deliverDue();
  },
  earliestDueAtMs: () => {
    const times = parts.map((part) => part.earliestDueAtMs() ?? Infinity);
    const earliest = Math.min(Infinity, ...times);
    return Number.isFinite(earliest) ? earliest : null;
  },
  settleInFlight: async () => {
    await Promise.all(parts.map((part) => part.settleInFlight()));
  },
});

/** Work that is done as soon as it is started. */
export const asDueWork = (timed: Timed): DueWork => ({
  deliverDue: () => timed.runDue(),
  earliestDueAtMs: () => timed.earliestDueAtMs(),
  settleInFlight: async () => {},
});
