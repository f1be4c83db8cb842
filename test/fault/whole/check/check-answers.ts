import { atMost, counted, exactly, type Figure } from '../../figure.ts';
import type { Entry } from '../history.ts';
import type { Evidence } from './evidence.ts';

/** What clients were told while the system was hurt. */
export function checkAnswers({ history, clocksWereMoved }: Evidence): Figure[] {
  const requests = history.filter(({ to }) => to !== null);
  const of = (status: number) => requests.filter((each) => each.status === status);
  const isOurFault = ({ status, said }: Entry): boolean =>
    status !== null && status >= 500 && status !== 503 && !(clocksWereMoved && said === 'payment_rejected');
  const faults = requests.filter(isOurFault);
  const spans = requests.flatMap(({ sentAt, endedAt, status }) => (endedAt && status ? [endedAt - sentAt] : []));
  return [
    counted('requests', requests.length),
    counted('refused at connect', requests.filter(({ fault }) => fault === 'refused').length),
    counted('without an answer', requests.filter((each) => each.status === null && each.fault !== 'refused').length),
    counted('503', of(503).length),
    exactly('503 without Retry-After', of(503).filter(({ retryAfter }) => !retryAfter).length, 0),
    exactly('5xx that are not 503', faults.length, 0),
    atMost('longest wait for an answer', Math.max(0, ...sorted(spans).slice(-1)), 20_000, 'ms'),
  ];
}

export const sorted = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);
