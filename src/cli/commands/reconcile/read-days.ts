import { InvalidArgumentError } from 'commander';
import { parseId } from '../../../adapters/http/public-id.ts';
import { daysFrom } from '../../../application/reconciliation/read-revenue.ts';
import { lastBillDayAt } from '../../../domain/ordering/trade-bill.ts';
import { type BeijingDay, beginOfBeijingDay, beijingDayOf } from '../../../domain/shared/beijing-time.ts';
import type { ReconciliationId } from '../../../domain/shared/ids.ts';
import { UsageError } from '../usage-error.ts';

/** WeChat keeps bills for three months. */
const MOST_DAYS = 100;

/** A day in Beijing, such as `2026-01-15`. */
export function readDay(text: string): BeijingDay {
  const day = text as BeijingDay;
  const isReal = /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(beginOfBeijingDay(day).getTime());
  // JavaScript takes the 30th of February for the 2nd of March.
  if (isReal && beijingDayOf(beginOfBeijingDay(day)) === day) return day;
  throw new InvalidArgumentError('expected a day in Beijing such as 2026-01-15');
}

type Wanted = { readonly day?: BeijingDay; readonly from?: BeijingDay; readonly to?: BeijingDay };

/** What `--day`, or `--from` and `--to`, mean; the last day whose bill should be there by now, where nothing is said. */
export function daysWanted({ day, from, to }: Wanted, now: Date): BeijingDay[] {
  const last = lastBillDayAt(now);
  if (day) return [day];
  if (!from) return to ? refuse('--to needs --from') : [last];
  const until = to ?? last;
  if (until < from) refuse(`${from} is after ${until}`);
  const days = daysFrom(from, until);
  return days.length <= MOST_DAYS ? days : refuse(`at most ${MOST_DAYS} days at once`);
}

function refuse(why: string): never {
  throw new UsageError(why);
}

export type ReportName = { readonly id: ReconciliationId } | { readonly day: BeijingDay };

/** `rec_…`, or the day whose newest report is meant. */
export function readReportName(text: string): ReportName {
  const id = parseId<ReconciliationId>('rec', text);
  if (id) return { id };
  try {
    return { day: readDay(text) };
  } catch {
    throw new InvalidArgumentError('expected a report such as rec_0192…, or a day in Beijing such as 2026-01-15');
  }
}
