import type { Metric, MetricObjectWithValues, MetricValue, Registry } from 'prom-client';

export type Sample = {
  readonly metricName?: string;
  readonly labels: Readonly<Record<string, string | number>>;
  readonly value: number;
};
type Description = {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
};

export const PREFIX = 'seahorse_';

/** A metric that is known elsewhere: `read` tells it when somebody scrapes. Without samples, it is there and has no value. */
export function registerComputed(
  registry: Registry,
  { name, help, type }: Description,
  read: () => readonly Sample[] | Promise<readonly Sample[]>,
): void {
  const described = { name: PREFIX + name, help, type, aggregator: 'sum' };
  const get = async () =>
    ({ ...described, values: await read() }) as unknown as MetricObjectWithValues<MetricValue<string>>;
  registry.registerMetric({ ...described, get } as unknown as Metric);
}
