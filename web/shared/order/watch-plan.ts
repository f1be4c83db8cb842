import type { StreamEnd } from '../api/listen-to-order.ts';
import { retryDelayMs } from '../retry-delay.ts';

/** How to go on hearing of an order: by a stream of events where there is one, by questions otherwise. */
export type WatchPlan = {
  readonly next: 'listen' | 'ask' | 'stop';
  readonly afterMs: number;
  /** Questions since the last sign of life of a stream. */
  readonly asked: number;
  /** Questions since the order was closed. */
  readonly askedClosed: number;
  /** How often a stream has failed in a row. */
  readonly failures: number;
  /** Whether a stream is worth another try. */
  readonly listens: boolean;
};

export const FIRST_PLAN: WatchPlan = {
  ...{ next: 'listen', afterMs: 0, asked: 0, askedClosed: 0, failures: 0, listens: true },
};

const LISTEN_AGAIN_MS = 1_000;
const MOST_FAILURES = 3;
/** A payment that was under way while the order was closed comes within minutes, or by a notification at any time. */
const MOST_ASKED_CLOSED = 30;

/** After a stream has ended, which the order has not. */
export function afterStream(
  plan: WatchPlan,
  end: Exclude<StreamEnd, { kind: 'refused' }> | { kind: 'busy' },
): WatchPlan {
  const askNow = { ...plan, next: 'ask', afterMs: 0 } as const;
  switch (end.kind) {
    case 'missing':
    case 'silent':
    case 'busy':
      return { ...askNow, listens: false };
    case 'failed':
      return withFailure(askNow);
    case 'left':
      return { ...askNow, failures: 0 };
    case 'ended':
      if (end.told === 0) return withFailure(askNow);
      return { ...plan, next: 'listen', afterMs: LISTEN_AGAIN_MS, asked: 0, failures: 0 };
  }
}

/** `pending`, `closed`: so was the answer. `none`: there was no answer. */
export function afterQuestion(plan: WatchPlan, answer: 'pending' | 'closed' | 'none'): WatchPlan {
  const asked = plan.asked + 1;
  const askedClosed = plan.askedClosed + (answer === 'closed' ? 1 : 0);
  if (askedClosed >= MOST_ASKED_CLOSED) return { ...plan, next: 'stop', afterMs: 0, asked, askedClosed };
  // A stream of a closed order ends at once.
  if (plan.listens && answer === 'pending') return { ...plan, next: 'listen', afterMs: LISTEN_AGAIN_MS, asked };
  return { ...plan, next: 'ask', afterMs: retryDelayMs(plan.asked), asked, askedClosed };
}

function withFailure(plan: WatchPlan): WatchPlan {
  const failures = plan.failures + 1;
  return { ...plan, failures, listens: failures < MOST_FAILURES };
}
