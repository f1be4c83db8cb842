import type { RequestListener } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { BullMqSweepScheduler } from '../../adapters/bullmq/bullmq-sweep-scheduler.ts';
import { QUEUE_SCHEMA } from '../../adapters/bullmq/migrate-queue-schema.ts';
import { buildApp } from '../../adapters/http/app.ts';
import { type HttpServer, listen } from '../../adapters/http/server.ts';
import { OFFICIAL_ACCOUNT_PATH } from '../../adapters/http/wechat/official-account.ts';
import { NOTIFY_PATH } from '../../adapters/http/wechat/payment-notification.ts';
import { PUSH_PATH } from '../../adapters/http/wechat/push.ts';
import type { ProcessKind } from '../../adapters/postgres/application-role.ts';
import { PostgresUnitOfWork } from '../../adapters/postgres/postgres-unit-of-work.ts';
import { PostgresUsageCharger } from '../../adapters/postgres/usage/postgres-usage-charger.ts';
import { nodeSecrets, uuidV7Source } from '../../adapters/system/random.ts';
import { repeat } from '../../adapters/system/repeat.ts';
import { RefusalNotebook } from '../../application/keyvault/notice-refusals.ts';
import { OrderWatch, type WatchOrder } from '../../application/ordering/watch-orders.ts';
import type { UnitOfWork } from '../../application/shared/unit-of-work.ts';
import { Unavailable } from '../../domain/shared/faults.ts';
import { type Application, compose } from '../composition/compose.ts';
import { Closers } from './closers.ts';
import type { Config } from './config.ts';
import { explainStartFailure } from './explain-start-failure.ts';
import { migrateEverythingAt, refuseOldSchema } from './migrate-everything.ts';
import { DATABASE_LIMITS, type OpenDatabase, openDatabase } from './open-database.ts';
import { openPreview } from './open-preview.ts';
import { openWechat } from './open-wechat.ts';
import { refuseUnsafeDatabase } from './refuse-unsafe-database.ts';
import { seedIfEmpty } from './seed-if-empty.ts';
import { openServiceSeal } from './service-seal.ts';
import { openWebhookSender } from './webhook-sender.ts';

export type Roles = {
  readonly api: boolean;
  readonly workers: boolean;
  /** Migrate, and fill an empty catalog, before serving. Otherwise a database that lacks a migration is refused. */
  readonly prepareDatabase: boolean;
};

export type RunningSystem = {
  readonly application: Application;
  readonly uow: UnitOfWork;
  /** Null without the API. */
  readonly url: string | null;
  readonly databaseFolder: string | null;
  readonly simulatorUrl: string | null;
  /** Where the mini-program is shown in a browser. Null: without the API, with the real WeChat, without the packages for it. */
  readonly previewUrl: string | null;
  /** Drains and stops everything, last opened first. */
  stop(): Promise<void>;
};

const DRAIN_TIMEOUT_MS = 8_000;
const READY_WITHIN_MS = 2_000;
const WRITE_DOWN_MS = 3_000;
const LOOK_AT_ORDERS_MS = 1_000;

/** Opens the parts that `roles` ask for, in the order in which they need each other. */
export async function startSystem(config: Config, roles: Roles, logger: Logger): Promise<RunningSystem> {
  const closers = new Closers((name, error) => logger.error({ err: error, part: name }, 'part did not close'));
  try {
    return await open(config, roles, logger, closers);
  } catch (error) {
    await closers.close();
    throw error;
  }
}

async function open(config: Config, roles: Roles, logger: Logger, closers: Closers): Promise<RunningSystem> {
  // First: a port that is taken should be known before a database is made.
  const server = roles.api ? await listen(config.http).catch(explainStartFailure('PORT')) : null;
  if (server) closers.add('port', () => server.stop(0));
  const prepare = roles.prepareDatabase
    ? (url: string) => migrateEverythingAt(url, config)
    : refuseOldSchema(config, roles);
  const database = await openDatabase(config, logger, closers, prepare, kindOf(roles));
  await refuseUnsafeDatabase(config, database, kindOf(roles), logger);
  const uow = new PostgresUnitOfWork(database.knex);
  const ourUrl = server?.url ?? '';
  const addresses = {
    ...{ notifyUrl: `${ourUrl}${NOTIFY_PATH}`, pushUrl: `${ourUrl}${PUSH_PATH}` },
    officialAccountUrl: `${ourUrl}${OFFICIAL_ACCOUNT_PATH}`,
  };
  const wechat = await openWechat(config, { uow, addresses }, logger, closers);
  const charger = new PostgresUsageCharger({ url: database.url, role: database.role, ...DATABASE_LIMITS });
  closers.add('usage connections', () => charger.stop());
  const notebook = openNotebook(uow, logger, closers);
  const serviceSeal = await openServiceSeal(config);
  const application = compose({
    ...{ uow, inboxUow: new PostgresUnitOfWork(database.inboxKnex), chargeUsage: notebook.watch(charger.charge) },
    ...wechat.parts,
    ...{ channels: config.payment.channels, spendingLimits: config.payment.limits },
    refundApprovalLimitFen: config.payment.refundApprovalLimitFen,
    ...{ serviceSeal, accountClosingDays: config.accountClosingDays },
    webhookSender: openWebhookSender(config),
    ...{ ids: uuidV7Source, secrets: nodeSecrets, invoiceRequestDays: config.invoiceRequestDays },
    ...{ lowPointsLevels: config.notices.lowPointsLevels, pointsExpiringDays: config.notices.expiringDays },
    noteSeal: (seal) => logger.info({ no: String(seal.no), digest: seal.digest }, 'ledger sealed'),
    reportFault: (error) => logger.error({ err: error }, 'sweep: one item failed'),
    raiseAlarm: (alarm, detail) => logger.error({ alarm, ...detail }, 'payment needs a person'),
  });
  if (roles.prepareDatabase) await seedIfEmpty(application, uow);
  if (roles.workers) await startWorkers(application, config, database, logger, closers);
  const { simulatorUrl, appid } = wechat;
  const preview = server && simulatorUrl ? await openPreview({ controlUrl: `${simulatorUrl}/_control`, appid }) : null;
  if (server) {
    const useCases = {
      ...application,
      placeHold: notebook.watch(application.placeHold),
      watchOrder: openOrderWatch(uow, logger, closers),
      checkReadiness: readiness(uow),
    };
    const settings = { trustedProxies: config.trustedProxies, preview, publicUrl: config.publicUrl ?? server.url };
    serve(server, buildApp(useCases, logger, settings), closers);
  }
  return {
    ...{ application, uow, url: server?.url ?? null, simulatorUrl },
    previewUrl: preview ? `${ourUrl}/preview` : null,
    databaseFolder: database.folder,
    stop: () => closers.close(),
  };
}

/** Written down every few seconds, and when the process ends. */
function openNotebook(uow: UnitOfWork, logger: Logger, closers: Closers): RefusalNotebook {
  const notebook = new RefusalNotebook({ uow, secrets: nodeSecrets, now: () => new Date() });
  const onFault = (error: unknown) => logger.warn({ err: error }, 'refused calls are not written down yet');
  const stop = repeat(WRITE_DOWN_MS, () => notebook.writeDown(), onFault);
  closers.add('refused calls', async () => {
    await stop();
    await notebook.writeDown().catch(onFault);
  });
  return notebook;
}

/** For the pages on which people wait for their payment. */
function openOrderWatch(uow: UnitOfWork, logger: Logger, closers: Closers): WatchOrder {
  const watch = new OrderWatch(uow);
  const stop = repeat(
    LOOK_AT_ORDERS_MS,
    () => watch.look(),
    (error) => logger.warn({ err: error }, 'pages are not told of their orders'),
  );
  closers.add('order watch', stop);
  return watch.watch;
}

/** A process that does everything has the rights of everybody. */
const kindOf = ({ api, workers }: Roles): ProcessKind => (api && workers ? 'operator' : api ? 'api' : 'worker');

async function startWorkers(
  { sweeps }: Application,
  { redisUrl }: Config,
  { url, role }: OpenDatabase,
  logger: Logger,
  closers: Closers,
): Promise<void> {
  const scheduler = new BullMqSweepScheduler({
    target: redisUrl
      ? { kind: 'redis', url: redisUrl }
      : { kind: 'postgres', url, schema: QUEUE_SCHEMA, migrate: false, role },
    onError: (name, error) =>
      logger.error({ err: error, part: name }, 'workers: a sweep failed, or the schedule is out of reach'),
  });
  closers.add('workers', () => scheduler.stop(DRAIN_TIMEOUT_MS));
  await scheduler.start(sweeps);
}

function serve(server: HttpServer, app: RequestListener, closers: Closers): void {
  server.serve(app);
  closers.add('API', () => server.stop(DRAIN_TIMEOUT_MS));
}

/** Throws when the database does not answer soon. */
function readiness(uow: UnitOfWork): () => Promise<void> {
  const reached = async (): Promise<void> => void (await uow.run(({ clock }) => clock.now()));
  const late = async (): Promise<void> => {
    await delay(READY_WITHIN_MS, undefined, { ref: false });
    throw new Unavailable('database');
  };
  return () => Promise.race([reached(), late()]);
}
