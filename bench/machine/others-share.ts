import { readFileSync } from 'node:fs';
import os from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { cpuIsKnown, cpuTimeOfTree } from './cpu-time.ts';

const US_PER_TICK = 10_000;
/** Of user, nice, system, idle, iowait, irq, softirq, steal. */
const BUSY = [0, 1, 2, 5, 6, 7];

/** What this machine's cores have done for anybody, in microseconds. A hypervisor that took one away counts as somebody. */
function busyUs(): number {
  const fields = /^cpu +(.*)$/m.exec(readFileSync('/proc/stat', 'utf8'))?.[1]?.split(' ').map(Number) ?? [];
  return BUSY.reduce((sum, field) => sum + (fields[field] ?? 0), 0) * US_PER_TICK;
}

/**
 * Starts to watch; the answer tells which share of the cores somebody else has had since, from 0 to 1, or null where nobody
 * knows. Ratios bear some of it: everybody is measured beside the same neighbours. With much of it they show who waits better,
 * not who works less.
 */
export function watchOthers(): () => number | null {
  if (!cpuIsKnown()) return () => null;
  const read = () => ({ others: busyUs() - cpuTimeOfTree(process.pid), at: performance.now() * 1_000 });
  const begun = read();
  return () => {
    const now = read();
    const share = (now.others - begun.others) / ((now.at - begun.at) * os.availableParallelism());
    return Math.min(1, Math.max(0, share));
  };
}

const LOOKED_AT_MS = 1_000;

/** Waits until others leave the cores alone, or `atMostMs` have gone by. */
export async function untilQuiet(share: number, atMostMs: number): Promise<void> {
  const until = performance.now() + atMostMs;
  while (performance.now() < until) {
    const othersShare = watchOthers();
    await delay(LOOKED_AT_MS);
    if ((othersShare() ?? 0) <= share) return;
  }
}
