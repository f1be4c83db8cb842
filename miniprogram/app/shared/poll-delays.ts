const DELAYS_MS = [1_500, 2_000, 3_000, 5_000, 5_000, 10_000];

/** How long to wait before the next question: soon at first, then ever less often, for as long as the page is open. */
export const pollDelayMs = (asked: number): number => DELAYS_MS[Math.min(asked, DELAYS_MS.length - 1)] as number;
