import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Knex } from 'knex';
import { type Simulator, startSimulator } from '../../../simulator/start-simulator.ts';
import { buildApp } from '../../../src/adapters/http/app.ts';
import { type HttpServer, listen } from '../../../src/adapters/http/server.ts';
import type { UseCases } from '../../../src/adapters/http/use-cases.ts';
import { PostgresUnitOfWork } from '../../../src/adapters/postgres/postgres-unit-of-work.ts';
import { nodeSecrets, uuidV7Source } from '../../../src/adapters/system/random.ts';
import { type Application, compose, type OuterParts } from '../../../src/cli/composition/compose.ts';
import { type MigratedDatabase, migratedDatabase } from '../migrated-database.ts';
import { Actors } from './actors.ts';
import { type Answer, type Call, callApi } from './api-client.ts';
import { capturingLogger } from './log-lines.ts';
import { Phone } from './phone.ts';
import { rowCounts } from './row-counts.ts';
import { seedBothCatalogs } from './seeded-catalog.ts';
import { wechatParts } from './wechat-parts.ts';

export type TestSystem = {
  readonly url: string;
  readonly application: Application;
  /** Straight at the database, beside the system. */
  readonly knex: Knex;
  readonly logLines: readonly string[];
  readonly phone: Phone;
  readonly actors: Actors;
  readonly credentials: Simulator['credentials'];
  call(path: string, call?: Call): Promise<Answer>;
  rowCounts(): Promise<Record<string, string>>;
  stopWechat(): Promise<void>;
  startWechat(): Promise<void>;
  stop(): Promise<void>;
};

export type Options = {
  /** Replaces parts below the use cases, such as the gateway. */
  readonly parts?: Partial<OuterParts>;
  /** Replaces use cases. */
  readonly useCases?: (real: UseCases) => Partial<UseCases>;
  /** What the system itself uses to reach the database; the default is the same as the test's. */
  readonly connect?: (url: string) => Promise<Knex>;
};

/** The real system on a port of its own: PostgreSQL, the simulated WeChat, every adapter. */
export async function startTestSystem(options: Options = {}): Promise<TestSystem> {
  const { logger, lines } = capturingLogger();
  const server = await listen({ host: '127.0.0.1', port: 0 });
  const database = await migratedDatabase();
  const knex = options.connect ? await options.connect(database.url) : database.knex;
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'seahorse-wechat-'));
  let simulator = await startSimulator({ port: 0, dataDir });
  const wechat = await wechatParts(simulator, `${server.url}/api/webhook/wechat`);
  const uow = new PostgresUnitOfWork(knex);
  const application = compose({
    ...{ uow, gateway: wechat.gateway, wechatLogin: wechat.wechatLogin, payerAppid: wechat.payerAppid },
    ...{ ids: uuidV7Source, secrets: nodeSecrets },
    reportFault: (error) => logger.error({ err: error }, 'sweep: one item failed'),
    raiseAlarm: (alarm, detail) => logger.error({ alarm, ...detail }, 'payment needs a person'),
    ...options.parts,
  });
  await seedBothCatalogs(application);
  const checkReadiness = (): Promise<void> => uow.run(async ({ clock }) => void (await clock.now()));
  const useCases = { ...application, checkReadiness };
  server.serve(buildApp({ ...useCases, ...options.useCases?.(useCases) }, logger));
  const phone = new Phone(simulator.url);
  const call = (at: string, wanted?: Call) => callApi(`${server.url}${at}`, wanted);
  return {
    ...{ url: server.url, application, knex: database.knex, logLines: lines, phone, call },
    credentials: simulator.credentials,
    actors: new Actors({ call, phone, application }),
    rowCounts: () => rowCounts(database.knex),
    stopWechat: () => simulator.stop(),
    startWechat: async () => {
      simulator = await startSimulator({ port: Number(new URL(simulator.url).port), dataDir });
    },
    stop: async () => {
      wechat.stop();
      await stopAll(server, simulator, database);
      if (knex !== database.knex) await knex.destroy();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function stopAll(server: HttpServer, simulator: Simulator, database: MigratedDatabase): Promise<void> {
  await server.stop(2_000);
  await simulator.stop();
  await database.drop();
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
