import type { Outcome } from '../api/ask.ts';
import type { Listening, StreamEnd } from '../api/listen-to-order.ts';
import { isPassing, type Problem } from '../api/problem.ts';
import type { Order } from '../api/types.ts';
import { isSettled } from './standing.ts';
import { afterQuestion, afterStream, FIRST_PLAN, type WatchPlan } from './watch-plan.ts';

export type WatchTools = {
  readonly listen: (listening: Pick<Listening, 'onOrder' | 'signal'>) => Promise<StreamEnd>;
  readonly query: () => Promise<Outcome<Order>>;
  /** Ends early when the page is looked at again, or online again. */
  readonly wait: (ms: number) => Promise<void>;
};
export type Watching = {
  readonly signal: AbortSignal;
  readonly onOrder: (order: Order) => void;
  /** Nobody answers: how it stands is not known at the moment. */
  readonly onUnsure: () => void;
  /** Asking further does not help. */
  readonly onRefused: (problem: Problem) => void;
};

/** Tells what becomes of an order, until it is settled or nobody wants to know any more. */
export async function watchOrder(tools: WatchTools, watching: Watching): Promise<void> {
  let plan: WatchPlan | null = FIRST_PLAN;
  while (plan && plan.next !== 'stop') {
    await tools.wait(plan.afterMs);
    if (watching.signal.aborted) return;
    plan = plan.next === 'listen' ? await listenOnce(tools, watching, plan) : await askOnce(tools, watching, plan);
  }
}

/** Null: nothing is left to hear. */
async function listenOnce(tools: WatchTools, watching: Watching, plan: WatchPlan): Promise<WatchPlan | null> {
  const { signal, onOrder, onRefused } = watching;
  const told: Order[] = [];
  const end = await tools.listen({
    signal,
    onOrder: (order) => {
      told.push(order);
      if (!signal.aborted) onOrder(order);
    },
  });
  if (signal.aborted || told.some(isSettled)) return null;
  // Its stream ends at once, each time: a payment that comes after all is asked for.
  if (told.at(-1)?.status === 'closed') return afterQuestion({ ...plan, listens: false }, 'closed');
  if (end.kind !== 'refused') return afterStream(plan, end);
  if (isPassing(end.problem)) return afterStream(plan, { kind: 'busy' });
  onRefused(end.problem);
  return null;
}

async function askOnce(tools: WatchTools, watching: Watching, plan: WatchPlan): Promise<WatchPlan | null> {
  const { signal, onOrder, onUnsure, onRefused } = watching;
  const outcome = await tools.query();
  if (signal.aborted) return null;
  if (outcome.kind === 'done') {
    onOrder(outcome.value);
    if (isSettled(outcome.value)) return null;
    return afterQuestion(plan, outcome.value.status === 'closed' ? 'closed' : 'pending');
  }
  if (outcome.kind === 'refused' && !isPassing(outcome.problem)) {
    onRefused(outcome.problem);
    return null;
  }
  onUnsure();
  return afterQuestion(plan, 'none');
}
