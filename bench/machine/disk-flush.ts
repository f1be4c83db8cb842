import { mkdtemp, open, rm } from 'node:fs/promises';
import path from 'node:path';
import { median } from '../statistics/median.ts';

const TIMES = 41;
const PAGE = Buffer.alloc(8_192);

/** How long the disk under `folder` takes to keep 8 KiB for good, in microseconds: what every commit waits for. */
export async function flushUs(folder: string): Promise<number> {
  const own = await mkdtemp(path.join(folder, 'flush-'));
  const file = await open(path.join(own, 'page'), 'w');
  try {
    const took: number[] = [];
    for (let time = 0; time < TIMES; time++) {
      await file.write(PAGE, 0, PAGE.length, 0);
      const begun = performance.now();
      await file.datasync();
      took.push((performance.now() - begun) * 1_000);
    }
    return Math.round(median(took));
  } finally {
    await file.close();
    await rm(own, { recursive: true, force: true });
  }
}
