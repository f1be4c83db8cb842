import { createRequire } from 'node:module';

export type Tracing = {
  /** A span of its own around the work, with what it asks of others within it. */
  readonly span: <T>(name: string, attributes: Readonly<Record<string, string>>, work: () => Promise<T>) => Promise<T>;
  /** Sends what has not been sent yet. */
  stop(): Promise<void>;
};

/** The packages are optional: somebody who leaves them out has chosen to have no traces. */
export class TracingPackagesMissing extends Error {
  override readonly name = 'TracingPackagesMissing';
}

const SERVICE_NAME = 'hot-seahorse';

/**
 * Traces requests, calls to others, statements and runs, and sends the spans by OTLP over HTTP, as the `OTEL_*` variables say.
 * Nothing of OpenTelemetry is loaded before this is called. Modules that were loaded earlier are traced all the same: their
 * prototypes are changed when they are asked for once more.
 * @throws TracingPackagesMissing
 */
export async function startTracing(): Promise<Tracing> {
  const { api, NodeTracerProvider, BatchSpanProcessor, OTLPTraceExporter, resource, instrument } = await load();
  const provider = new NodeTracerProvider({
    resource,
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
  });
  provider.register();
  const uninstrument = instrument(provider);
  for (const traced of ['http', 'https', 'pg']) createRequire(import.meta.url)(traced);
  const tracer = api.trace.getTracer(SERVICE_NAME);
  return {
    span: (name, attributes, work) =>
      tracer.startActiveSpan(name, { attributes }, async (span) => {
        try {
          return await work();
        } catch (error) {
          span.recordException(error as Error);
          span.setStatus({ code: api.SpanStatusCode.ERROR });
          throw error;
        } finally {
          span.end();
        }
      }),
    stop: async () => {
      uninstrument();
      await provider.shutdown();
    },
  };
}

async function load() {
  try {
    const [api, sdk, exporter, resources, instrumentation, http, pg] = await Promise.all([
      import('@opentelemetry/api'),
      import('@opentelemetry/sdk-trace-node'),
      import('@opentelemetry/exporter-trace-otlp-http'),
      import('@opentelemetry/resources'),
      import('@opentelemetry/instrumentation'),
      import('@opentelemetry/instrumentation-http'),
      import('@opentelemetry/instrumentation-pg'),
    ]);
    const named = resources.resourceFromAttributes({
      'service.name': process.env['OTEL_SERVICE_NAME'] ?? SERVICE_NAME,
    });
    return {
      ...{ api, NodeTracerProvider: sdk.NodeTracerProvider, BatchSpanProcessor: sdk.BatchSpanProcessor },
      OTLPTraceExporter: exporter.OTLPTraceExporter,
      resource: resources.defaultResource().merge(named),
      instrument: (tracerProvider: InstanceType<typeof sdk.NodeTracerProvider>) =>
        instrumentation.registerInstrumentations({
          tracerProvider,
          // Statements have no values in them; what is bound to them is left out.
          instrumentations: [
            new http.HttpInstrumentation(),
            new pg.PgInstrumentation({ enhancedDatabaseReporting: false }),
          ],
        }),
    };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new TracingPackagesMissing('the packages of OpenTelemetry are not installed; npm ci brings them', {
      cause: error,
    });
  }
}
