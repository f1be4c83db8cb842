import type { MemoryUnitOfWork } from '../../../src/adapters/memory/memory-unit-of-work.ts';
import type { Refund } from '../../../src/domain/ordering/refund.ts';
import { billDaysAt } from '../../../src/domain/ordering/trade-bill.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from './virtual-clock.ts';

export type Rows = MemoryUnitOfWork['rows'];
/** When this sweep will find something; null: not by itself. What is in the past is due now. */
type DueAt = (rows: Rows, now: Date) => number | null;

/** Of each day in UTC. */
const BILLS_AFTER_MS = 2.5 * HOUR_MS;

function soonest(instants: Iterable<Date | null>): number | null {
  let first: number | null = null;
  for (const instant of instants) {
    if (instant && (first === null || instant.getTime() < first)) first = instant.getTime();
  }
  return first;
}

const refundTries = (rows: Rows, ...statuses: readonly Refund['status'][]): (Date | null)[] =>
  rows.refunds.map(({ refund, nextTryAt }) => (statuses.includes(refund.status) ? nextTryAt : null));

/** At 10:30 in Beijing, one day more should have its bill. */
const nextBillMs = (ms: number): number => Math.floor((ms - BILLS_AFTER_MS) / DAY_MS + 1) * DAY_MS + BILLS_AFTER_MS;

/** Asked for after each commit, so that they are kept. */
const billDays = new Map<number, ReturnType<typeof billDaysAt>>();
function billDaysBefore(nextMs: number): ReturnType<typeof billDaysAt> {
  const days = billDays.get(nextMs) ?? billDaysAt(new Date(nextMs - 1));
  billDays.set(nextMs, days);
  return days;
}

const billsDueAt: DueAt = (rows, now) => {
  const nextMs = nextBillMs(now.getTime());
  const days = billDaysBefore(nextMs);
  return (
    soonest(days.map((day) => (rows.billDays.has(day) ? (rows.billDays.get(day)?.nextTryAt ?? null) : now))) ?? nextMs
  );
};

/**
 * Sweeps that are run when they have something to do. One that finds nothing changes nothing, so that the thousands of runs
 * between are left out; the others are run by the clock.
 */
export const DUE_AT: Readonly<Record<string, DueAt>> = {
  'handle-notifications': ({ inbox }) => soonest(inbox.map(({ outcome, nextTryAt }) => (outcome ? null : nextTryAt))),
  'poll-payments': ({ attempts }) => soonest([...attempts.values()].map(({ nextPollAt }) => nextPollAt)),
  'close-expired-orders': ({ attempts }) => soonest([...attempts.values()].map(({ nextCloseAt }) => nextCloseAt)),
  'send-refunds': (rows) => soonest(refundTries(rows, 'approved')),
  'poll-refunds': (rows) => soonest(refundTries(rows, 'processing', 'abnormal')),
  'release-expired-holds': ({ holds }) =>
    soonest(holds.map(({ state, releaseAt }) => (state.kind === 'open' ? releaseAt : null))),
  'expire-lots': ({ lots }) => soonest(lots.map(({ remaining, expiresAt }) => (remaining > 0n ? expiresAt : null))),
  'close-accounts': ({ closings }) => soonest(closings.map(({ nextLookAt }) => nextLookAt)),
  'reconcile-bills': billsDueAt,
};

/** What moves no money and no points runs this often. */
export const OTHERS_EVERY_MS: Readonly<Record<string, number>> = {
  'seal-ledger': 480 * MINUTE_MS,
  ...{
    'send-notices': 720 * MINUTE_MS,
    'notice-low-points': 1_440 * MINUTE_MS,
    'notice-expiring-points': 1_440 * MINUTE_MS,
  },
  ...{
    'relay-webhooks': 1_440 * MINUTE_MS,
    'tell-low-points': 1_440 * MINUTE_MS,
    'tell-expiring-points': 1_440 * MINUTE_MS,
  },
  ...{
    'tell-expiring-keys': 1_440 * MINUTE_MS,
    'forget-webhooks': 1_440 * MINUTE_MS,
    'forget-refused-calls': 1_440 * MINUTE_MS,
  },
  ...{
    'report-deliveries': 1_440 * MINUTE_MS,
    'handle-follower-events': 1_440 * MINUTE_MS,
    'remove-old-login-tickets': 1_440 * MINUTE_MS,
  },
};
