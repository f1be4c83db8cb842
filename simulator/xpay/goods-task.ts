import type { GoodsTask } from './xpay-state.ts';

export const isRunning = (task: GoodsTask<unknown> | undefined, nowMs: number): boolean =>
  task !== undefined && nowMs < task.doneAtMs;

/** 0 there is none, 1 running, 2 failed in part at least, 3 done. */
export function taskStatus(task: GoodsTask<unknown> | undefined, nowMs: number): 0 | 1 | 2 | 3 {
  if (!task) return 0;
  if (isRunning(task, nowMs)) return 1;
  return task.items.every(({ status }) => status === 2) ? 3 : 2;
}
