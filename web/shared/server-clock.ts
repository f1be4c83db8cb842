/** The network takes its time, and the header tells whole seconds: less than that is no difference. */
const TOLERANCE_MS = 5_000;

let aheadMs = 0;

/** `date` is the Date header of an answer. Machines whose clock is wrong would show orders as expired. */
export function noteServerTime(date: string | null): void {
  const differenceMs = Date.parse(date ?? '') - Date.now();
  if (Number.isNaN(differenceMs)) return;
  aheadMs = Math.abs(differenceMs) > TOLERANCE_MS ? differenceMs : 0;
}

export const serverNow = (): number => Date.now() + aheadMs;
