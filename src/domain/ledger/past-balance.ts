import type { LotId } from '../shared/ids.ts';
import { type Points, points } from '../shared/points.ts';
import type { Entry } from './entry.ts';
import type { Lot } from './lot.ts';

/**
 * What could be spent at `instant`: all that was moved up to then, of the lots that had not expired. Entries never change, so
 * that a balance of the past needs no records of its own.
 */
export function availableAt(
  lots: readonly Pick<Lot, 'id' | 'expiresAt'>[],
  entries: readonly Pick<Entry, 'lotId' | 'change' | 'at'>[],
  instant: Date,
): Points {
  const live = new Set<LotId>(lots.filter(({ expiresAt }) => expiresAt > instant).map(({ id }) => id));
  const moved = entries.filter(({ at, lotId }) => at <= instant && live.has(lotId));
  return points(moved.reduce((sum, { change }) => sum + change, 0n));
}
