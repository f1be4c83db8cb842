import { z } from 'zod';

/** Whom it lets in sees every job, so it is random, and no word. */
const TOKEN_MIN_LENGTH = 32;

export type OperationsConfig = {
  /** Where metrics are scraped. `off`: nowhere. Null: nobody has said; servers and workers take the usual port if it is free. */
  readonly metricsPort: number | 'off' | null;
  readonly metricsHost: string;
  /** Opens the queue dashboard. Null: there is none. */
  readonly token: string | null;
  /** Whether jobs can be changed by hand there. */
  readonly dashboardWrites: boolean;
  /** How long a server that is told to stop goes on taking requests, so that whoever sends them hears of it first. Null: as its role has it. */
  readonly shutdownNoticeMs: number | null;
  /** Where traces go, by the protocol of OpenTelemetry. Null: there are none. */
  readonly tracesTo: string | null;
};

export const USUAL_METRICS_PORT = 9_464;
const SECOND_MS = 1_000;

const portOrOff = z
  .string()
  .regex(/^(off|\d{1,5})$/, { message: 'expected a port number, or off' })
  .transform((text) => (text === 'off' ? text : Number(text)))
  .refine((port) => port === 'off' || port <= 65_535, { message: 'expected a port number, or off' });
const seconds = z
  .string()
  .regex(/^\d+$/, { message: 'expected a number of seconds' })
  .transform(Number)
  .pipe(z.int().max(60));

export const operationsShape = {
  METRICS_PORT: portOrOff.optional(),
  METRICS_HOST: z.string().min(1).default('127.0.0.1'),
  OPERATIONS_TOKEN: z.string().min(TOKEN_MIN_LENGTH, `expected at least ${TOKEN_MIN_LENGTH} characters`).optional(),
  QUEUE_DASHBOARD: z.enum(['read', 'write'], { error: 'expected read or write' }).default('read'),
  SHUTDOWN_NOTICE_SECONDS: seconds.optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .url({ protocol: /^https?$/, error: 'expected a URL such as http://127.0.0.1:4318' })
    .optional(),
};

export const toOperationsConfig = (env: z.infer<z.ZodObject<typeof operationsShape>>): OperationsConfig => ({
  metricsPort: env.METRICS_PORT ?? null,
  metricsHost: env.METRICS_HOST,
  token: env.OPERATIONS_TOKEN ?? null,
  dashboardWrites: env.QUEUE_DASHBOARD === 'write',
  shutdownNoticeMs: env.SHUTDOWN_NOTICE_SECONDS === undefined ? null : env.SHUTDOWN_NOTICE_SECONDS * SECOND_MS,
  tracesTo: env.OTEL_EXPORTER_OTLP_ENDPOINT ?? null,
});
