import { InvalidArgumentError } from 'commander';

/** What one call of a list may ask for. */
const MOST = 1_000;
export const LIMIT = ['--limit <n>', `how many, at most ${MOST}`, readLimit, 50] as const;

function readLimit(text: string): number {
  const limit = /^[1-9]\d{0,3}$/.test(text) ? Number(text) : Number.POSITIVE_INFINITY;
  if (limit <= MOST) return limit;
  throw new InvalidArgumentError(`expected a number from 1 to ${MOST}`);
}
