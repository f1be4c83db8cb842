import { Registry } from 'prom-client';
import type { ReadFigures } from '../../application/shared/figures.ts';
import { registerFigures } from './figure-metrics.ts';
import { type ProcessNotes, type ProcessSources, registerProcess } from './process-metrics.ts';

export type MetricSources = ProcessSources & {
  readonly readFigures: ReadFigures;
  readonly onFault: (error: unknown) => void;
};

export type Metrics = ProcessNotes & {
  readonly contentType: string;
  /** Everything, in the text format of Prometheus. */
  scrape(): Promise<string>;
  /** What there is to scrape, whether or not it has a value now. */
  names(): readonly string[];
};

export function openMetrics({ readFigures, onFault, ...sources }: MetricSources): Metrics {
  const registry = new Registry();
  const notes = registerProcess(registry, sources);
  registerFigures(registry, readFigures, onFault);
  return {
    ...notes,
    contentType: registry.contentType,
    scrape: () => registry.metrics(),
    names: () => registry.getMetricsAsArray().map(({ name }) => name),
  };
}
