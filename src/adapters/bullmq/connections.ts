import type { EventEmitter } from 'node:events';
import { Queue, type QueueOptions, Worker, type WorkerOptions } from 'bullmq';
import { createLastingPostgresBackend } from './postgres-backend.ts';

/** Where the schedule lives. Nothing but the schedule does: what is due is found in the database. */
export type BullMqTarget =
  | { readonly kind: 'redis'; readonly url: string }
  | {
      readonly kind: 'postgres';
      readonly url: string;
      readonly schema: string;
      /** Makes its tables when it connects; otherwise `migrateQueueSchema` has made them. True if left out. */
      readonly migrate?: boolean;
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
  if (target.kind === 'redis') return openRedis(target.url, options, work);
  const connection = {
    connectionString: target.url,
    schema: target.schema,
    migrate: target.migrate ?? true,
    ...(target.role ? { options: `-c role=${target.role}` } : {}),
    connectionTimeoutMillis: CONNECT_WITHIN_MS,
    // BullMQ listens to its pool only: a connection lost while in use would end the process. Its query fails all the same.
    onConnect: (client: EventEmitter) => void client.on('error', () => {}),
  };
  const queue = new Queue(QUEUE, { connection: { ...connection, max: 1 } }, createLastingPostgresBackend);
  const worker = new Worker(
    QUEUE,
    work,
    { ...options, connection: { ...connection, max: 3 } },
    createLastingPostgresBackend,
  );
  return { queue: queue as unknown as Queue, worker: worker as unknown as Worker, giveUp: () => {} };
}

function openRedis(
  url: string,
  options: Omit<WorkerOptions, 'connection'>,
  work: (job: { name: string }) => Promise<void>,
): Connections {
  let wanted = true;
  const shared = {
    prefix: 'seahorse',
    connection: {
      url,
      connectTimeout: CONNECT_WITHIN_MS,
      maxRetriesPerRequest: null,
      // BullMQ's own would wait up to 20 s between two attempts.
      retryStrategy: () => (wanted ? RETRY_MS : null),
    },
  } satisfies QueueOptions;
  const giveUp = () => {
    wanted = false;
  };
  return { queue: new Queue(QUEUE, shared), worker: new Worker(QUEUE, work, { ...options, ...shared }), giveUp };
}
