import { pollDelayMs } from '../../miniprogram/app/shared/poll-delays.ts';

/** The server asks WeChat every two seconds at most. */
const SHORTEST_MS = 2_000;

/** How long to wait before the next question: two seconds at first, ten in the end. */
export const retryDelayMs = (asked: number): number => Math.max(pollDelayMs(asked), SHORTEST_MS);
