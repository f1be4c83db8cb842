import type { Store } from '../state/store.ts';

/**
 * Milliseconds since the epoch in WeChat's business time: expiry, retries, success_time. It runs ahead of the real
 * clock by what the control API added. Signature timestamps never use it: clients check those against real time.
 */
export type BusinessClock = () => number;

export const businessClock =
  (store: Store): BusinessClock =>
  () =>
    Date.now() + store.world.clockOffsetMs;
