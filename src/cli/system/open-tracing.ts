import { startTracing, type Tracing, TracingPackagesMissing } from '../../adapters/telemetry/start-tracing.ts';
import type { Closers } from './closers.ts';
import type { Config } from './config.ts';
import { ExpectedFailure } from './expected-failure.ts';

/** Null: nobody wants traces, and nothing that traces is loaded. First of all parts, so that it sees what they do. */
export async function openTracing({ operations }: Config, closers: Closers): Promise<Tracing | null> {
  if (!operations.tracesTo) return null;
  const tracing = await startTracing().catch((error: unknown) => {
    throw error instanceof TracingPackagesMissing ? new ExpectedFailure(error.message) : error;
  });
  closers.add('traces', () => tracing.stop());
  return tracing;
}
