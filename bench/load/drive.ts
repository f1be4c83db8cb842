import type { Load } from '../contender.ts';
import { driveClosed } from './drive-closed.ts';
import { drivePaced } from './drive-paced.ts';
import type { Line } from './line.ts';
import type { Outcome } from './tally.ts';

/** Puts the load on these lines and closes them. */
export async function drive(lines: readonly Line[], { seconds, requestsPerSecond }: Load): Promise<Outcome> {
  try {
    return requestsPerSecond === null
      ? await driveClosed(lines, seconds)
      : await drivePaced(lines, seconds, requestsPerSecond);
  } finally {
    for (const line of lines) line.close();
  }
}
