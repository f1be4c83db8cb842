import type { CallSummary, DayOfCalls } from '../api/types';
import { beijingDay } from './beijing';
import { points } from './points';

export type Measure = 'calls' | 'points';
export type Bar = {
  readonly day: string;
  /** `1/15` */
  readonly label: string;
  readonly value: number;
  /** Of the highest one. */
  readonly percent: number;
};
export type ApiShare = {
  readonly api: string;
  readonly name: string;
  readonly callsText: string;
  readonly pointsText: string;
  /** Of all APIs together. */
  readonly percent: number;
};
export type UsageChart = { readonly bars: readonly Bar[]; readonly apis: readonly ApiShare[] };

const DAY_MS = 86_400_000;
const sum = (days: readonly DayOfCalls[], measure: Measure): number => days.reduce((all, day) => all + day[measure], 0);

/** One bar for every day, also those without calls, and one row for every API, the one used most first. */
export function usageChart({ from, days, usage }: CallSummary, measure: Measure): UsageChart {
  const first = new Date(`${from}T00:00:00+08:00`).getTime();
  const dates = Array.from({ length: days }, (_, index) => beijingDay(new Date(first + index * DAY_MS)));
  const values = dates.map((day) =>
    sum(
      usage.filter((each) => each.day === day),
      measure,
    ),
  );
  const highest = Math.max(...values, 1);
  const bars = dates.map((day, index) => barOf(day, values[index] ?? 0, highest));
  return { bars, apis: sharesOf(usage, measure) };
}

const barOf = (day: string, value: number, highest: number): Bar => ({
  ...{ day, value, label: day.slice(5).split('-').map(Number).join('/') },
  // What is little is still to be seen.
  percent: value === 0 ? 0 : Math.max(Math.round((value / highest) * 100), 2),
});

function sharesOf(usage: readonly DayOfCalls[], measure: Measure): readonly ApiShare[] {
  const all = Math.max(sum(usage, measure), 1);
  const codes = [...new Set(usage.map(({ api }) => api))];
  const rows = codes.map((api) => {
    const own = usage.filter((each) => each.api === api);
    return { api, own, value: sum(own, measure) };
  });
  return rows
    .sort((a, b) => b.value - a.value)
    .map(({ api, own, value }) => ({
      ...{ api, name: own[0]?.api_name ?? api, percent: Math.round((value / all) * 100) },
      ...{ callsText: `${points(sum(own, 'calls'))}次`, pointsText: `${points(sum(own, 'points'))}积分` },
    }));
}
