import type { EventEmitter } from 'node:events';
import { Queue, type QueueOptions, Worker, type WorkerOptions } from 'bullmq';
import { createLastingPostgresBackend } from './postgres-backend.ts';

/** Where the schedule lives. Nothing but the schedule does: what is due is found in the database. */
export type BullMqTarget =
  | { readonly kind: 'redis'; readonly url: string }
  | {
      readonly kind: 'postgres';
      readonly url: string;
      /** `migrateQueueSchema` has made it. */
      readonly schema: string;
      /** Runs as this role, which `migrateQueueSchema` was given. */
      readonly role?: string | null;
    };

export type Connections = {
  readonly queue: Queue;
  readonly worker: Worker;
  /** From now on, a lost connection stays lost. */
  giveUp(): void;
};

const QUEUE = 'sweeps';
const CONNECT_WITHIN_MS = 5_000;
const RETRY_MS = 1_000;

/** Returns at once, connected or not. */
export function openConnections(
  target: BullMqTarget,
  concurrency: number,
  handle: (sweep: string) => Promise<void>,
): Connections {
  const work = (job: { name: string }) => handle(job.name);
  const options = { autorun: false, concurrency, runRetryDelay: RETRY_MS };
  let wanted = true;
  const isWanted = (): boolean => wanted;
  const giveUp = (): void => {
    wanted = false;
  };
  const worker =
    target.kind === 'redis'
      ? new Worker(QUEUE, work, { ...options, ...redisOptions(target.url, isWanted) })
      : new Worker(QUEUE, work, { ...options, connection: postgresOptions(target, 3) }, createLastingPostgresBackend);
  return { queue: openQueue(target, isWanted), worker: worker as unknown as Worker, giveUp };
}

/** The queue alone: for looking at its jobs. Whoever opens it listens to its errors. */
export function openQueue(target: BullMqTarget, isWanted = () => true): Queue {
  if (target.kind === 'redis') return new Queue(QUEUE, redisOptions(target.url, isWanted));
  const connection = postgresOptions(target, 1);
  return new Queue(QUEUE, { connection }, createLastingPostgresBackend) as unknown as Queue;
}

const postgresOptions = ({ url, schema, role }: Extract<BullMqTarget, { kind: 'postgres' }>, max: number) => ({
  ...{ connectionString: url, schema, max },
  ...(role ? { options: `-c role=${role}` } : {}),
  connectionTimeoutMillis: CONNECT_WITHIN_MS,
  // BullMQ listens to its pool only: a connection lost while in use would end the process. Its query fails all the same.
  onConnect: (client: EventEmitter) => void client.on('error', () => {}),
});

const redisOptions = (url: string, isWanted: () => boolean) =>
  ({
    prefix: 'seahorse',
    connection: {
      url,
      connectTimeout: CONNECT_WITHIN_MS,
      maxRetriesPerRequest: null,
      // BullMQ's own would wait up to 20 s between two attempts.
      retryStrategy: () => (isWanted() ? RETRY_MS : null),
    },
  }) satisfies QueueOptions & Partial<WorkerOptions>;
