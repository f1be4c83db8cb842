/** When it is, for the statements that count for operators (`postgres-figures.ts`). */
export const NOW = '(select now from moment)';
export const MIDNIGHT = '(select midnight from moment)';
/** An id begins with the time at which it was made, and has an index: whatever is newer than that has a greater one. */
export const MADE_WITHIN = {
  day: '(select a_day_ago from moment)',
  threeDays: '(select three_days_ago from moment)',
  week: '(select a_week_ago from moment)',
} as const;

/** Bindings: now, midnight, the ids. */
export const momentSql = /* sql */ `
moment (now, midnight, a_day_ago, three_days_ago, a_week_ago) as (
  select ?::timestamptz, ?::timestamptz, ?::uuid, ?::uuid, ?::uuid)`;
const DAYS_AGO = [1, 3, 7];
const DAY_MS = 86_400_000;

export const momentBindings = (now: Date, midnight: Date): readonly (Date | string)[] => [
  now,
  midnight,
  ...DAYS_AGO.map((days) => firstIdAt(now.getTime() - days * DAY_MS)),
];

/** The smallest UUID of version 7 that could have been made then. */
function firstIdAt(atMs: number): string {
  const hex = atMs.toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}

/** Of the rows that are waiting, where `at` is the column of an index that holds nothing else. */
export const dueSql = (sweep: string, waiting: string, at: string): string => /* sql */ `
select 'work_due', '${sweep}', count(*)::float8 from ${waiting} and ${at} <= ${NOW}
union all
select 'work_oldest_due_seconds', '${sweep}', ${secondsSince(`min(${at})`)} from ${waiting}`;

/** 0 where it is not past, or not at all. */
export const secondsSince = (at: string): string =>
  `coalesce(greatest(extract(epoch from ${NOW} - ${at}), 0), 0)::float8`;
