import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Knex } from 'knex';
import { type Simulator, startSimulator } from '../../../simulator/start-simulator.ts';
import { buildApp } from '../../../src/adapters/http/app.ts';
import { listen, PATIENCE, type Patience } from '../../../src/adapters/http/server.ts';
import type { UseCases } from '../../../src/adapters/http/use-cases.ts';
import { OFFICIAL_ACCOUNT_PATH } from '../../../src/adapters/http/wechat/official-account.ts';
import { NOTIFY_PATH } from '../../../src/adapters/http/wechat/payment-notification.ts';
import { PUSH_PATH } from '../../../src/adapters/http/wechat/push.ts';
import { openRequestLimiter } from '../../../src/adapters/limits/request-limiter.ts';
import { APPLICATION_ROLE, ROLE_OF } from '../../../src/adapters/postgres/application-role.ts';
import { connectPostgres } from '../../../src/adapters/postgres/connect.ts';
import { PostgresUnitOfWork } from '../../../src/adapters/postgres/postgres-unit-of-work.ts';
import { PostgresUsageCharger } from '../../../src/adapters/postgres/usage/postgres-usage-charger.ts';
import { nodeSecrets, uuidV7Source } from '../../../src/adapters/system/random.ts';
import { RefusalNotebook } from '../../../src/application/keyvault/notice-refusals.ts';
import { OrderWatch } from '../../../src/application/ordering/watch-orders.ts';
import { NO_LIMITS, type RequestLimits } from '../../../src/application/shared/request-limiter.ts';
import type { UnitOfWork } from '../../../src/application/shared/unit-of-work.ts';
import { type Application, compose, type OuterParts } from '../../../src/cli/composition/compose.ts';
import { openPreview } from '../../../src/cli/system/open-preview.ts';
import { openWebhookSender } from '../../../src/cli/system/webhook-sender.ts';
import { simulatedPush } from '../../../src/cli/system/wechat-account.ts';
import type { Network } from '../../../src/domain/keyvault/network.ts';
import { fen } from '../../../src/domain/shared/fen.ts';
import { giveKnownAccount } from '../known-wechat-account.ts';
import { noteSecretsIn } from '../leaks/note.ts';
import { connect, type MigratedDatabase, migratedDatabase } from '../migrated-database.ts';
import {
  ACCOUNT_CLOSING_DAYS,
  INVOICE_REQUEST_DAYS,
  LOW_POINTS_LEVELS,
  POINTS_EXPIRING_DAYS,
  ROOT_SECRET,
  SERVICE_SEAL,
} from '../shop.ts';
import { Actors } from './actors.ts';
import { type Answer, type Call, callApi } from './api-client.ts';
import { capturingLogger } from './log-lines.ts';
import { noteDatabase } from './note-database.ts';
import { Phone } from './phone.ts';
import { rowCounts } from './row-counts.ts';
import { seedBothCatalogs } from './seeded-catalog.ts';
import { simulatedParts } from './wechat-parts.ts';

export type TestSystem = {
  readonly url: string;
  readonly wechatUrl: string;
  readonly databaseUrl: string;
  /** Where the simulated WeChat keeps its keys, so that a test can sign as WeChat does. */
  readonly wechatFolder: string;
  /** Of the API's application: what a second process on the same database and the same WeChat is made of. */
  readonly parts: OuterParts;
  /** As operators' commands have it. The API and the sweeps run as the roles that they have in production. */
  readonly application: Application;
  /** Straight at the database, beside the system. */
  readonly knex: Knex;
  /** As the system has it, on its clock. */
  readonly uow: UnitOfWork;
  readonly logLines: readonly string[];
  readonly phone: Phone;
  readonly actors: Actors;
  readonly credentials: Simulator['credentials'];
  call(path: string, call?: Call): Promise<Answer>;
  rowCounts(): Promise<Record<string, string>>;
  /** Moves time on, here and at WeChat, which delivers what falls due on the way. */
  advance(seconds: number): Promise<void>;
  /** Does what the workers would do now: every sweep, or the one of this name, once. */
  sweep(name?: string): Promise<void>;
  /** What the process does every few seconds with the refusals that it has noticed. */
  writeDownRefusals(): Promise<void>;
  /** What the process does every second for pages that watch their orders. */
  lookAtOrders(): Promise<void>;
  /** Of the API, as when the process ends. */
  stopServer(timeoutMs: number): Promise<void>;
  stopWechat(): Promise<void>;
  startWechat(): Promise<void>;
  stop(): Promise<void>;
};

export type Options = {
  /** How long WeChat may take; 5 s if left out. */
  readonly wechatTimeoutMs?: number;
  /** Replaces parts below the use cases, such as the gateway. */
  readonly parts?: Partial<OuterParts>;
  /** The same, made of the usual ones. */
  readonly changeParts?: (usual: OuterParts) => Partial<OuterParts>;
  /** Where WeChat reaches us; at the port itself, if left out. */
  readonly reachedAt?: string;
  /** Opens a way to WeChat, and gives its address. */
  readonly wayToWechat?: (url: string) => Promise<string>;
  /** How WeChat pushes, and we expect it; encrypted by default. */
  readonly push?: { readonly mode: 'plain' | 'aes'; readonly format: 'json' | 'xml' };
  /** Replaces use cases. */
  readonly useCases?: (real: UseCases) => Partial<UseCases>;
  /** Tells WeChat of deliveries: WECHAT_SHIPPING=on. */
  readonly shipping?: boolean;
  /** How the official account pushes, encrypted by default; or there is none. */
  readonly officialAccount?: { readonly mode: 'plain' | 'aes'; readonly format: 'json' | 'xml' } | 'none';
  /** Whose `X-Forwarded-For` is believed; nobody's by default. */
  readonly trustedProxies?: readonly Network[];
  /** How many requests of each kind somebody may make in a minute; as many as anybody likes by default. */
  readonly limits?: RequestLimits;
  /** How long clients may take. */
  readonly patience?: Patience;
  /** Shows the mini-program under /preview. */
  readonly preview?: boolean;
  /** What the system itself uses to reach the database; the default is the same as the test's. */
  readonly connect?: (url: string) => Promise<Knex>;
  /** The inbox has its own connections, as in the real system, although `connect` is given. */
  readonly inboxApart?: boolean;
};

/** The limits of the real system; the tests' own connections have more patience. */
export const PRODUCTION_LIKE = {
  ...{ acquireTimeoutMs: 3_000, statementTimeoutMs: 10_000, lockTimeoutMs: 5_000 },
  role: APPLICATION_ROLE,
};
/** What addresses of pages begin with. */
export const PUBLIC_URL = 'https://points.example.com';
const CHANNELS = { android: 'jsapi', ios: 'jsapi', other: 'jsapi', web: 'native' } as const;
const LIMITS = { openOrders: 100, dailyFen: fen(100_000_000) };
const APPROVAL_LIMIT = fen(20_000);
/** Where the receivers of the tests are. */
const LOOPBACK = ['127.0.0.0/8' as Network];

/** The real system on a port of its own: PostgreSQL, the simulated WeChat, every adapter. */
export async function startTestSystem(options: Options = {}): Promise<TestSystem> {
  const { logger, lines } = capturingLogger();
  const { patience = PATIENCE } = options;
  const server = await listen({ host: '127.0.0.1', port: 0, patience });
  const database = await migratedDatabase();
  const ownKnex = options.connect ? await options.connect(database.url) : null;
  const knex = ownKnex ?? connect(database.url, 10, ROLE_OF.api);
  const workerKnex = ownKnex ?? connect(database.url, 10, ROLE_OF.worker);
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'seahorse-wechat-'));
  await giveKnownAccount(dataDir);
  const miniProgramUrl = `${server.url}/preview/app/`;
  const reachedAt = options.reachedAt ?? server.url;
  let simulator = await startSimulator({ port: 0, dataDir, push: pushTo(reachedAt, options), miniProgramUrl });
  let aheadMs = 0;
  const clock = { clockOffsetMs: () => aheadMs };
  const uow = new PostgresUnitOfWork(knex, clock);
  const reached = { ...simulator, url: (await options.wayToWechat?.(simulator.url)) ?? simulator.url };
  const wechat = await simulatedParts(reached, `${reachedAt}${NOTIFY_PATH}`, {
    uow,
    plainPush: options.push?.mode === 'plain',
    reportsShipping: options.shipping ?? false,
    officialAccountMode: officialAccountOf(options)?.mode ?? 'none',
    timeoutMs: options.wechatTimeoutMs ?? 5_000,
  });
  // Whoever reaches the database in a way of his own means all of it, unless he says otherwise.
  const inboxKnex =
    options.connect && !options.inboxApart
      ? knex
      : connectPostgres({ ...PRODUCTION_LIKE, url: database.url, poolSize: 2 });
  const charger = new PostgresUsageCharger({
    url: chargerUrl(options, knex, database),
    ...PRODUCTION_LIKE,
    aheadMs: clock.clockOffsetMs,
  });
  const notebook = new RefusalNotebook({ uow, secrets: nodeSecrets, now: () => new Date(Date.now() + aheadMs) });
  const usual: OuterParts = {
    chargeUsage: notebook.watch(charger.charge),
    ...{ uow, inboxUow: new PostgresUnitOfWork(inboxKnex, clock), ...wechat.parts },
    ...{ channels: CHANNELS, spendingLimits: LIMITS, refundApprovalLimitFen: APPROVAL_LIMIT },
    ...{ ids: uuidV7Source, secrets: nodeSecrets, serviceSeal: SERVICE_SEAL, invoiceRequestDays: INVOICE_REQUEST_DAYS },
    ...{ lowPointsLevels: LOW_POINTS_LEVELS, pointsExpiringDays: POINTS_EXPIRING_DAYS },
    accountClosingDays: ACCOUNT_CLOSING_DAYS,
    webhookSender: openWebhookSender({ webhookPrivateNetworks: LOOPBACK }),
    noteSeal: (seal) => logger.info({ no: String(seal.no), digest: seal.digest }, 'ledger sealed'),
    reportFault: (error) => logger.error({ err: error }, 'sweep: one item failed'),
    raiseAlarm: (alarm, detail) => logger.error({ alarm, ...detail }, 'payment needs a person'),
  };
  const parts: OuterParts = { ...usual, ...options.changeParts?.(usual), ...options.parts };
  const ofTheApi = compose(parts);
  const operatorUow = ownKnex ? uow : new PostgresUnitOfWork(database.appKnex, clock);
  const application = compose({ ...parts, uow: operatorUow });
  const { sweeps } = compose({ ...parts, uow: new PostgresUnitOfWork(workerKnex, clock) });
  await seedBothCatalogs(application);
  const checkReadiness = async () => {
    await uow.run(({ clock }) => clock.now());
    return null;
  };
  const orderWatch = new OrderWatch(uow);
  const { watch: watchOrder } = orderWatch;
  const useCases = { ...ofTheApi, placeHold: notebook.watch(ofTheApi.placeHold), watchOrder, checkReadiness };
  const { trustedProxies = [] } = options;
  const atPhone = { controlUrl: `${simulator.url}/_control`, appid: simulator.credentials.appid };
  const preview = options.preview ? await openPreview(atPhone) : null;
  const limiter = options.limits ? openRequestLimiter(options.limits, { kind: 'memory' }) : NO_LIMITS;
  const settings = { trustedProxies, preview, publicUrl: PUBLIC_URL, limiter };
  server.serve(buildApp({ ...useCases, ...options.useCases?.(useCases) }, logger, settings));
  const phone = new Phone(simulator.url);
  noteSecretsIn({ ...simulator.credentials, rootSecret: ROOT_SECRET });
  const call = (at: string, wanted?: Call) => callApi(`${server.url}${at}`, wanted);
  return {
    ...{
      url: server.url,
      wechatUrl: simulator.url,
      databaseUrl: database.url,
      wechatFolder: dataDir,
      parts,
      application,
      knex: database.knex,
      uow: operatorUow,
      logLines: lines,
      phone,
      call,
    },
    credentials: simulator.credentials,
    actors: new Actors({ call, phone, application, uow: operatorUow }),
    rowCounts: () => rowCounts(database.knex),
    advance: async (seconds) => {
      aheadMs += Math.round(seconds * 1_000);
      await phone.advance(seconds);
    },
    sweep: async (wanted) => {
      for (const { name, run } of sweeps) {
        if (wanted === undefined || wanted === name) await run(new AbortController().signal);
      }
    },
    writeDownRefusals: () => notebook.writeDown(),
    lookAtOrders: () => orderWatch.look(),
    stopServer: (timeoutMs) => server.stop(timeoutMs),
    stopWechat: () => simulator.stop(),
    startWechat: async () => {
      simulator = await startSimulator({ port: Number(new URL(simulator.url).port), dataDir });
    },
    stop: async () => {
      await noteDatabase(database.knex, simulator.credentials);
      wechat.stop();
      await charger.stop();
      if (inboxKnex !== knex) await inboxKnex.destroy();
      await server.stop(2_000);
      await simulator.stop();
      await knex.destroy();
      if (workerKnex !== knex) await workerKnex.destroy();
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Whoever reaches the database in a way of his own means all of it: his connections know where that leads. */
const chargerUrl = ({ connect }: Options, knex: Knex, { url }: MigratedDatabase): string =>
  connect ? String((knex.client.config.connection as { connectionString: string }).connectionString) : url;

/** Null: there is none. */
const officialAccountOf = ({ officialAccount }: Options) =>
  officialAccount === 'none' ? null : (officialAccount ?? ({ mode: 'aes', format: 'xml' } as const));

function pushTo(url: string, options: Options) {
  const safely = simulatedPush(`${url}${PUSH_PATH}`, `${url}${OFFICIAL_ACCOUNT_PATH}`);
  return {
    miniprogram: { ...safely.miniprogram, ...options.push },
    officialAccount: { ...safely.officialAccount, ...officialAccountOf(options) },
  };
}

/** One system for all tests of the surrounding `describe`. */
export function useTestSystem(options: Options = {}): () => TestSystem {
  let system: TestSystem | undefined;
  before(async function () {
    this.timeout(60_000);
    system = await startTestSystem(options);
  });
  after(() => system?.stop());
  return () => system as TestSystem;
}
