import { connectPostgres } from '../../src/adapters/postgres/connect.ts';
import { PostgresUnitOfWork } from '../../src/adapters/postgres/postgres-unit-of-work.ts';
import { nodeSecrets, uuidV7Source } from '../../src/adapters/system/random.ts';
import { consumePoints } from '../../src/application/ledger/consume-points.ts';
import type { ApiCode, ServiceId } from '../../src/domain/shared/ids.ts';
import { FAILED } from '../load/line.ts';
import { API } from '../load/usage-calls.ts';
import type { OpenEngine } from './engine.ts';

const LIMITS = { poolSize: 10, acquireTimeoutMs: 10_000, statementTimeoutMs: 10_000, lockTimeoutMs: 10_000 };
const serviceId = '00000000-0000-7000-8000-000000000000' as ServiceId;

/** The use case on its adapters, as `serve` puts them together. */
export const open: OpenEngine = async (databaseUrl) => {
  const uow = new PostgresUnitOfWork(connectPostgres({ url: databaseUrl, ...LIMITS }));
  const consume = consumePoints({ uow, ids: uuidV7Source, secrets: nodeSecrets });
  return {
    use: async ({ apiKey, idempotencyKey }) => {
      const usage = { keyToken: apiKey, apiCode: API as ApiCode, quantity: 1, idempotencyKey, serviceId };
      const outcome = await consume(usage);
      return outcome.kind === 'allowed' ? Number(outcome.consumption.points) : FAILED;
    },
  };
};
