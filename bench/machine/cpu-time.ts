import { readdirSync, readFileSync } from 'node:fs';

/** Of a process with all its threads, in microseconds; 0 once it is gone, and where there is no /proc. */
export function cpuTimeOf(pid: number): number {
  try {
    const threads = readdirSync(`/proc/${pid}/task`);
    return threads.reduce((sum, thread) => sum + nanosecondsOf(`/proc/${pid}/task/${thread}`), 0) / 1_000;
  } catch {
    return 0;
  }
}

/** schedstat counts nanoseconds; utime and stime of `stat` count in steps of 10 ms. */
function nanosecondsOf(thread: string): number {
  try {
    return Number(readFileSync(`${thread}/schedstat`, 'utf8').split(' ')[0]);
  } catch {
    return ticksIn(`${thread}/stat`, [OWN_USER, OWN_SYSTEM]) * NS_PER_TICK;
  }
}

const NS_PER_TICK = 10_000_000;
/** Counted from behind the name of the process, which may contain anything. */
const [OWN_USER, OWN_SYSTEM, REAPED_USER, REAPED_SYSTEM] = [11, 12, 13, 14] as const;

function ticksIn(file: string, fields: readonly number[]): number {
  const text = readFileSync(file, 'utf8');
  const values = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return fields.reduce((sum, field) => sum + Number(values[field]), 0);
}

/** With all that it has started, and what of that has ended: a server with a process per connection. */
export function cpuTimeOfTree(pid: number): number {
  try {
    const reaped = (ticksIn(`/proc/${pid}/stat`, [REAPED_USER, REAPED_SYSTEM]) * NS_PER_TICK) / 1_000;
    return childrenOf(pid).reduce((sum, child) => sum + cpuTimeOfTree(child), cpuTimeOf(pid) + reaped);
  } catch {
    return 0;
  }
}

const childrenOf = (pid: number): number[] =>
  readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
  );

/** Is there a /proc to ask? */
export const cpuIsKnown = (): boolean => cpuTimeOf(process.pid) > 0;
