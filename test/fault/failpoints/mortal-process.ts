import { buildApp } from '../../../src/adapters/http/app.ts';
import { type HttpServer, listen } from '../../../src/adapters/http/server.ts';
import { NOTIFY_PATH } from '../../../src/adapters/http/wechat/payment-notification.ts';
import { ROLE_OF } from '../../../src/adapters/postgres/application-role.ts';
import { connectPostgres } from '../../../src/adapters/postgres/connect.ts';
import { PostgresUnitOfWork } from '../../../src/adapters/postgres/postgres-unit-of-work.ts';
import { PostgresUsageCharger } from '../../../src/adapters/postgres/usage/postgres-usage-charger.ts';
import { OrderWatch } from '../../../src/application/ordering/watch-orders.ts';
import { type Application, compose, type OuterParts } from '../../../src/cli/composition/compose.ts';
import type { Network } from '../../../src/domain/keyvault/network.ts';
import { DatabaseProxy } from '../../support/http/database-proxy.ts';
import { eventually } from '../../support/http/eventually.ts';
import { capturingLogger } from '../../support/http/log-lines.ts';
import { PRODUCTION_LIKE, PUBLIC_URL, type TestSystem } from '../../support/http/test-system.ts';
import { simulatedParts } from '../../support/http/wechat-parts.ts';
import { answerThrough } from './answer-through.ts';
import type { Gate } from './gate.ts';
import { watchParts } from './watch-parts.ts';

/** What the doings of flows run on. */
export type Process = {
  readonly url: string;
  readonly application: Application;
  readonly parts: OuterParts;
};

export type MortalProcess = Process & {
  /** No word of it arrives anywhere any more; over when the database has noticed. */
  die(): Promise<void>;
  stop(): Promise<void>;
};

type Surroundings = {
  readonly system: TestSystem;
  readonly reachedAt: string;
  readonly aheadMs: () => number;
  readonly shipping: boolean;
};

/** Each browser is somewhere else, so that flows do not meet at a limit. */
export const LOOPBACK = ['127.0.0.0/8' as Network];
const NAME = 'mortal';
/** Of a transaction whose process is dead: only a timer that should not stay for long. */
const DEADLINE_MS = 5_000;
/** A statement that waits for a lock, or is at work, ends first: the server looks for its client only then. */
const GONE_WITHIN_MS = 20_000;

/** A second process on the database and the WeChat of this system, with connections of its own, that dies where the gate says so. */
export async function startMortalProcess(surroundings: Surroundings, gate: Gate): Promise<MortalProcess> {
  const { system, aheadMs } = surroundings;
  const wire = new DatabaseProxy(system.databaseUrl);
  const url = `${await wire.mend(system.databaseUrl)}?application_name=${NAME}`;
  const knex = connectPostgres({ ...PRODUCTION_LIKE, role: ROLE_OF.operator, url, poolSize: 6 });
  const clock = { clockOffsetMs: aheadMs, deadlineMs: DEADLINE_MS };
  const uow = new PostgresUnitOfWork(knex, clock);
  const charger = new PostgresUsageCharger({ ...PRODUCTION_LIKE, url, aheadMs });
  const wechat = await ownWechat(surroundings, uow);
  const own = { uow, inboxUow: uow, chargeUsage: charger.charge, ...wechat.parts };
  const parts = watchParts({ ...system.parts, ...own }, gate);
  const application = compose(parts);
  const server = await serve(application, parts, gate);
  return {
    ...{ url: server.url, application, parts },
    die: async () => {
      void server.stop(0);
      await wire.cut();
      wechat.stop();
      // Of the dead nothing is waited for, but the timers of its pools would keep this process for ever.
      void Promise.allSettled([knex.destroy(), charger.stop()]);
      await eventually(() => expectGone(system), GONE_WITHIN_MS);
    },
    stop: async () => {
      await server.stop(2_000);
      await charger.stop();
      await knex.destroy();
      await wire.cut();
      wechat.stop();
    },
  };
}

const ownWechat = ({ system, reachedAt, shipping }: Surroundings, uow: PostgresUnitOfWork) =>
  simulatedParts({ url: system.wechatUrl, credentials: system.credentials }, `${reachedAt}${NOTIFY_PATH}`, {
    ...{ uow, plainPush: false, reportsShipping: shipping, timeoutMs: 5_000 },
  });

async function serve(application: Application, { uow }: OuterParts, gate: Gate): Promise<HttpServer> {
  const server = await listen({ host: '127.0.0.1', port: 0 });
  const { watch: watchOrder } = new OrderWatch(uow);
  const { logger } = capturingLogger();
  const settings = { publicUrl: PUBLIC_URL, trustedProxies: LOOPBACK };
  server.serve(
    answerThrough(gate, buildApp({ ...application, watchOrder, checkReadiness: async () => null }, logger, settings)),
  );
  return server;
}

/** Its transactions are rolled back by then, and its locks are free. The cluster has other worlds, in which others live. */
async function expectGone({ knex }: TestSystem): Promise<void> {
  const here = { application_name: NAME, datname: knex.raw('current_database()') };
  const left = await knex('pg_stat_activity').where(here).count('* as n').first();
  if (Number(left?.['n']) > 0)
    throw new Error(`the database still sees ${left?.['n']} connections of the dead process`);
}
