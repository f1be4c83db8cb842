import type { Points } from './points.ts';

/** The lowest of these levels that the points have reached or passed on their way down; null: they are above all. */
export function levelAt(levels: readonly Points[], left: Points): Points | null {
  const passed = levels.filter((level) => left <= level);
  return passed.reduce<Points | null>((lowest, level) => (lowest === null || level < lowest ? level : lowest), null);
}

/**
 * Is this a level that somebody should hear of? Once per way down: as long as the points stay at or below a level, it is
 * silent, and above it, it is armed again. Of several levels passed at once the lowest speaks for all.
 */
export const hasFallen = (before: Points | null, level: Points | null): boolean =>
  level !== null && (before === null || level < before);
