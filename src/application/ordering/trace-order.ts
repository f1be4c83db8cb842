import type { UnitOfWork } from '../shared/unit-of-work.ts';
import { type NextStep, nextStepsOf } from './trace/next-steps.ts';
import { type FileNeeds, type OrderFile, type OrderName, openOrderFile } from './trace/order-file.ts';
import { timelineOf } from './trace/timeline.ts';
import type { TraceLine } from './trace/trace-line.ts';

export type TracedOrder = {
  readonly kind: 'traced';
  readonly file: OrderFile;
  /** Everything that has touched the order, in the order in which it happened. */
  readonly lines: readonly TraceLine[];
  /** What would move it next; what waits for people first. Nothing: it is at rest. */
  readonly next: readonly NextStep[];
};
export type TraceOrder = (name: OrderName) => Promise<TracedOrder | { readonly kind: 'unknown_order' }>;

/** For operators who are asked "why was I not credited": what happened to an order, where it stands, and what moves it next. */
export const traceOrder =
  ({ uow }: { readonly uow: UnitOfWork<FileNeeds> }): TraceOrder =>
  (name) =>
    uow.run(async (stores) => {
      const file = await openOrderFile(stores, name);
      return file
        ? { kind: 'traced', file, lines: timelineOf(file), next: nextStepsOf(file) }
        : { kind: 'unknown_order' };
    });
