import type { RequestListener } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { buildApp } from '../../adapters/http/app.ts';
import { type HttpServer, listen } from '../../adapters/http/server.ts';
import { OFFICIAL_ACCOUNT_PATH } from '../../adapters/http/wechat/official-account.ts';
import { NOTIFY_PATH } from '../../adapters/http/wechat/payment-notification.ts';
import { PUSH_PATH } from '../../adapters/http/wechat/push.ts';
import type { ProcessKind } from '../../adapters/postgres/application-role.ts';
import { PostgresUnitOfWork } from '../../adapters/postgres/postgres-unit-of-work.ts';
import { Pulse, UNWATCHED } from '../../adapters/postgres/pulse.ts';
import { PostgresUsageCharger } from '../../adapters/postgres/usage/postgres-usage-charger.ts';
import { nodeSecrets, uuidV7Source } from '../../adapters/system/random.ts';
import { repeat } from '../../adapters/system/repeat.ts';
import { RefusalNotebook } from '../../application/keyvault/notice-refusals.ts';
import { OrderWatch, type WatchOrder } from '../../application/ordering/watch-orders.ts';
import type { UnitOfWork } from '../../application/shared/unit-of-work.ts';
import { type Application, compose } from '../composition/compose.ts';
import { Closers } from './closers.ts';
import type { Config } from './config.ts';
import { explainStartFailure } from './explain-start-failure.ts';
import { migrateEverythingAt, refuseOldSchema } from './migrate-everything.ts';
import { DATABASE_LIMITS, type OpenDatabase, openDatabase } from './open-database.ts';
import { openLimiter } from './open-limiter.ts';
import { openProcessMetrics } from './open-metrics.ts';
import { listenForOperators, serveOperators } from './open-operations.ts';
import { openPreview } from './open-preview.ts';
import { openTracing } from './open-tracing.ts';
import { openWechat } from './open-wechat.ts';
import { Readiness } from './readiness.ts';
import { refuseUnsafeDatabase } from './refuse-unsafe-database.ts';
import { seedIfEmpty } from './seed-if-empty.ts';
import { openServiceSeal } from './service-seal.ts';
import { queueTarget, startWorkers } from './start-workers.ts';
import { openWebhookSender } from './webhook-sender.ts';

export type Roles = {
  readonly api: boolean;
  readonly workers: boolean;
  /** Migrate, and fill an empty catalog, before serving. Otherwise a database that lacks a migration is refused. */
  readonly prepareDatabase: boolean;
  /** Metrics on their usual port, unless METRICS_PORT says otherwise. */
  readonly watched?: true;
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
  /** Where metrics are. Null: nowhere. */
  readonly operationsUrl: string | null;
  /** How long `stop` goes on taking requests. */
  readonly noticeMs: number;
  /** Says that it is about to stop, then drains and stops everything, last opened first. */
  stop(): Promise<void>;
};

const DRAIN_TIMEOUT_MS = 8_000;
/** Of a server behind a proxy: until the next time that it asks /readyz, or a little longer. */
const USUAL_NOTICE_MS = 2_000;
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
  const tracing = await openTracing(config, closers);
  // First: a port that is taken should be known before a database is made.
  const server = roles.api ? await listen(config.http).catch(explainStartFailure('PORT')) : null;
  if (server) closers.add('port', () => server.stop(0));
  const operators = await listenForOperators(config.operations, roles.watched === true, logger, closers);
  const prepare = roles.prepareDatabase
    ? (url: string) => migrateEverythingAt(url, config)
    : refuseOldSchema(config, roles);
  const database = await openDatabase(config, logger, closers, prepare, kindOf(roles));
  await refuseUnsafeDatabase(config, database, kindOf(roles), logger);
  const metrics = operators && openProcessMetrics(database, logger, closers);
  const readiness = new Readiness(database.knex);
  const target = queueTarget(config.redisUrl, database);
  const presence = roles.api ? watchDatabase(database, closers) : UNWATCHED;
  const uow = new PostgresUnitOfWork(database.knex, { presence });
  const ourUrl = server?.url ?? '';
  const addresses = {
    ...{ notifyUrl: `${ourUrl}${NOTIFY_PATH}`, pushUrl: `${ourUrl}${PUSH_PATH}` },
    officialAccountUrl: `${ourUrl}${OFFICIAL_ACCOUNT_PATH}`,
  };
  const wechat = await openWechat(config, { uow, addresses }, logger, closers);
  const charger = new PostgresUsageCharger({ url: database.url, role: database.role, presence, ...DATABASE_LIMITS });
  closers.add('usage connections', () => charger.stop());
  metrics?.later.pools.push(() => ({ pool: 'usage', ...charger.connections() }));
  const notebook = openNotebook(uow, logger, closers);
  const serviceSeal = await openServiceSeal(config);
  const application = compose({
    ...{
      uow,
      inboxUow: new PostgresUnitOfWork(database.inboxKnex, { presence }),
      chargeUsage: notebook.watch(charger.charge),
    },
    ...wechat.parts,
    ...{ channels: config.payment.channels, spendingLimits: config.payment.limits },
    refundApprovalLimitFen: config.payment.refundApprovalLimitFen,
    ...{ serviceSeal, accountClosingDays: config.accountClosingDays },
    webhookSender: openWebhookSender(config),
    ...{ ids: uuidV7Source, secrets: nodeSecrets, invoiceRequestDays: config.invoiceRequestDays },
    ...{ lowPointsLevels: config.notices.lowPointsLevels, pointsExpiringDays: config.notices.expiringDays },
    noteSeal: (seal) => logger.info({ no: String(seal.no), digest: seal.digest }, 'ledger sealed'),
    reportFault: (error) => logger.error({ err: error }, 'sweep: one item failed'),
    raiseAlarm: (alarm, detail) => {
      metrics?.alarmRaised(alarm);
      logger.error({ alarm, ...detail }, 'payment needs a person');
    },
  });
  if (roles.prepareDatabase) await seedIfEmpty(application, uow);
  const watched = { target, metrics, tracing, drainTimeoutMs: DRAIN_TIMEOUT_MS };
  if (roles.workers) await startWorkers(application.sweeps, watched, logger, closers);
  const { simulatorUrl, appid } = wechat;
  const preview = server && simulatorUrl ? await openPreview({ controlUrl: `${simulatorUrl}/_control`, appid }) : null;
  if (server) {
    const useCases = {
      ...application,
      placeHold: notebook.watch(application.placeHold),
      watchOrder: openOrderWatch(uow, logger, closers),
      checkReadiness: readiness.check,
    };
    const settings = {
      ...{ trustedProxies: config.trustedProxies, preview, publicUrl: config.publicUrl ?? server.url },
      limiter: openLimiter(config, { knex: database.knex, isAlone: roles.workers }, logger, closers),
      ...(metrics && { watch: metrics.durations }),
    };
    serve(server, buildApp(useCases, logger, settings), closers);
  }
  const { operations } = config;
  if (operators && metrics) {
    // The API's role has no right to the queue's tables.
    const queue = roles.workers || config.redisUrl ? target : null;
    const parts = { metrics, checkReadiness: readiness.check, target: queue, operations };
    serveOperators(operators, parts, logger, closers);
  }
  const noticeMs = server ? (operations.shutdownNoticeMs ?? (roles.prepareDatabase ? 0 : USUAL_NOTICE_MS)) : 0;
  return {
    ...{ application, uow, url: server?.url ?? null, simulatorUrl, noticeMs },
    previewUrl: preview ? `${ourUrl}/preview` : null,
    databaseFolder: database.folder,
    operationsUrl: operators?.url ?? null,
    stop: async () => {
      readiness.stopSoon();
      server?.makeLast();
      await delay(noticeMs);
      await closers.close();
    },
  };
}

/** Whoever asks over HTTP is told soon that the database is out of reach; workers have time to find out. */
function watchDatabase({ url, role }: OpenDatabase, closers: Closers): Pulse {
  const pulse = new Pulse({ url, role });
  pulse.start();
  closers.add('database pulse', () => pulse.stop());
  return pulse;
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

function serve(server: HttpServer, app: RequestListener, closers: Closers): void {
  server.serve(app);
  closers.add('API', () => server.stop(DRAIN_TIMEOUT_MS));
}
