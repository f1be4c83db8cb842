import { buildApp } from '../../../src/adapters/http/app.ts';
import { listen } from '../../../src/adapters/http/server.ts';
import { connectPostgres } from '../../../src/adapters/postgres/connect.ts';
import { PostgresUnitOfWork } from '../../../src/adapters/postgres/postgres-unit-of-work.ts';
import { nodeSecrets } from '../../../src/adapters/system/random.ts';
import { admitService } from '../../../src/application/keyvault/admit-service.ts';
import { checkSignature } from '../../../src/application/keyvault/check-signature.ts';
import { OrderWatch } from '../../../src/application/ordering/watch-orders.ts';
import { openCharger } from '../open-charger.ts';
import { SERVICE_SEAL } from '../shop.ts';
import { type Answer, type Call, callApi } from './api-client.ts';
import { capturingLogger } from './log-lines.ts';
import { PRODUCTION_LIKE, type TestSystem } from './test-system.ts';

type SecondServer = { call(path: string, call: Call): Promise<Answer>; stop(): Promise<void> };

/** Another process, as far as that goes, on the database of this system; it shares nothing that decides about services. */
export async function startSecondServer(
  { application, databaseUrl }: TestSystem,
  aheadMs: () => number,
): Promise<SecondServer> {
  const server = await listen({ host: '127.0.0.1', port: 0 });
  const knex = connectPostgres({ ...PRODUCTION_LIKE, url: databaseUrl, poolSize: 2 });
  const uow = new PostgresUnitOfWork(knex, { clockOffsetMs: aheadMs });
  const charger = openCharger({ url: databaseUrl }, { aheadMs });
  const base = { uow, secrets: nodeSecrets, serviceSeal: SERVICE_SEAL };
  const own = { chargeUsage: charger.charge, admitService: admitService(base), checkSignature: checkSignature(base) };
  const checkReadiness = async () => null;
  const orderWatch = new OrderWatch(uow);
  const { logger } = capturingLogger();
  server.serve(buildApp({ ...application, ...own, watchOrder: orderWatch.watch, checkReadiness }, logger));
  return {
    call: (path, call) => callApi(`${server.url}${path}`, call),
    stop: async () => {
      await server.stop(2_000);
      await charger.stop();
      await knex.destroy();
    },
  };
}
