import { dayInBeijing } from './own-calendar.ts';
import { TROUBLE_KINDS } from './troubles.ts';
import { DAY_MS } from './virtual-clock.ts';
import type { World } from './world.ts';

/** What came about between `startMs` and now, into its tally. */
export function countMonth(world: World, startMs: number): void {
  const { tally, troubles, workers, notifications, client, apis, worker, clock } = world;
  const { rows } = world.memory;
  tally.add('sweeps run', workers.runs);
  tally.add('requests repeated', client.repeated);
  tally.add(
    'processes killed',
    [...apis, worker].reduce((sum, { process }) => sum + process.deaths, 0),
  );
  for (const [what, times] of Object.entries(notifications.tally)) tally.add(`notifications ${what}`, times);
  for (const { kind } of rows.events) tally.add(`event: ${kind}`);
  for (const { kind } of rows.entries) tally.add(`lines: ${kind}`);
  for (const kind of TROUBLE_KINDS) tally.add(`trouble: ${kind}`, Math.round(troubles.hoursOf(kind)));
  tally.add('month ends crossed', monthOf(clock.ms) - monthOf(startMs));
  tally.add('bills compared', rows.reconciliations.filter(({ end }) => end).length);
  tally.add('closed accounts', rows.users.filter(({ status }) => status === 'closed').length);
  tally.add('leap days', isLeapDayIn(startMs, clock.ms) ? 1 : 0);
}

const monthOf = (ms: number): number => {
  const [year = 0, month = 0] = dayInBeijing(ms).split('-').map(Number);
  return year * 12 + month;
};

function isLeapDayIn(fromMs: number, toMs: number): boolean {
  for (let ms = fromMs; ms < toMs; ms += DAY_MS) if (dayInBeijing(ms).endsWith('-02-29')) return true;
  return false;
}
