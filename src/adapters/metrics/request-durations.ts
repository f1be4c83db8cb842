import type { Sample } from './computed-metric.ts';

/** In seconds. A charge takes less than the first of them when all is well; a request that waits for WeChat, up to five. */
export const BUCKETS_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const;
const CLASSES = ['other', '1xx', '2xx', '3xx', '4xx', '5xx'] as const;

type Tally = { readonly buckets: Float64Array; count: number; sum: number };

/** For one route: how it answered, and how long that took. */
export type NoteAnswer = (status: number, seconds: number) => void;

/**
 * How long requests take, by method, route and class of status. The histogram of prom-client looks its labels up at each
 * observation, which costs a microsecond; a charge is noted by a few additions here.
 */
export class RequestDurations {
  readonly #routes = new Map<string, { readonly labels: Record<string, string>; readonly classes: Tally[] }>();

  /** `route` is a template such as `/api/v1/orders/:id`: there are only so many. */
  readonly route = (method: string, route: string): NoteAnswer => {
    const name = `${method} ${route}`;
    const { classes } = this.#routes.get(name) ?? this.#begin(name, { method, route });
    return (status, seconds) => note(classes[Math.trunc(status / 100)] ?? (classes[0] as Tally), seconds);
  };

  #begin(name: string, labels: Record<string, string>): { readonly classes: Tally[] } {
    const begun = { labels, classes: CLASSES.map(emptyTally) };
    this.#routes.set(name, begun);
    return begun;
  }

  samples(name: string): Sample[] {
    return [...this.#routes.values()].flatMap(({ labels, classes }) =>
      classes.flatMap((tally, nth) =>
        tally.count === 0 ? [] : samplesOf(name, { ...labels, status: CLASSES[nth] as string }, tally),
      ),
    );
  }
}

const emptyTally = (): Tally => ({ buckets: new Float64Array(BUCKETS_SECONDS.length), count: 0, sum: 0 });

function note(tally: Tally, seconds: number): void {
  tally.count += 1;
  tally.sum += seconds;
  let nth = 0;
  while (nth < BUCKETS_SECONDS.length && seconds > (BUCKETS_SECONDS[nth] as number)) nth += 1;
  // What took longer than the last of them is in none.
  if (nth < BUCKETS_SECONDS.length) tally.buckets[nth] = (tally.buckets[nth] as number) + 1;
}

/** Here each bucket holds what took no longer than its bound, and with it what the buckets before it hold. */
function samplesOf(name: string, labels: Record<string, string>, { buckets, count, sum }: Tally): Sample[] {
  let upTo = 0;
  const bounded = BUCKETS_SECONDS.map((le, nth) => {
    upTo += buckets[nth] as number;
    return { metricName: `${name}_bucket`, labels: { ...labels, le }, value: upTo };
  });
  return [
    ...bounded,
    { metricName: `${name}_bucket`, labels: { ...labels, le: '+Inf' }, value: count },
    { metricName: `${name}_sum`, labels, value: sum },
    { metricName: `${name}_count`, labels, value: count },
  ];
}
