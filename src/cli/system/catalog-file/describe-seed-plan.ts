import type { Change, PlannedEntry, SeedPlan } from '../../../domain/catalog/seed-plan.ts';
import { inColumns } from './in-columns.ts';
import { writePlanned } from './write-entries.ts';

/** What a plan changes, one line per new entry and one per field of an entry that is there. */
export const describeSeedPlan = (plan: SeedPlan): string[] =>
  inColumns(plan.filter(({ change }) => change !== 'unchanged').flatMap(rowsOf));

/** `2 added, 1 changed, 4 unchanged`. */
export function countChanges(plan: SeedPlan): string {
  const kinds: readonly Change[] = ['added', 'changed', 'unchanged'];
  return kinds.map((kind) => `${plan.filter(({ change }) => change === kind).length} ${kind}`).join(', ');
}

function rowsOf(entry: PlannedEntry): string[][] {
  const place = [entry.change, entry.what, entry.code];
  const [before, after] = writePlanned(entry);
  if (!before) return [place];
  return Object.keys(after)
    .map((field) => ({ field, from: JSON.stringify(before[field]), to: JSON.stringify(after[field]) }))
    .filter(({ from, to }) => from !== to)
    .map(({ field, from, to }) => [...place, `${field} ${from} → ${to}`]);
}
