import { PostgresUsageCharger } from '../../src/adapters/postgres/usage/postgres-usage-charger.ts';
import type { Usage } from '../../src/application/ledger/usage.ts';
import type { IpAddress } from '../../src/domain/keyvault/network.ts';
import type { ApiCode } from '../../src/domain/shared/ids.ts';
import { FAILED } from '../load/line.ts';
import { API, CLIENT_IP } from '../load/usage-calls.ts';
import type { OpenEngine } from './engine.ts';

const LIMITS = { acquireTimeoutMs: 10_000, statementTimeoutMs: 10_000, lockTimeoutMs: 10_000 };

/** What answers the route, without the route. */
export const open: OpenEngine = async (databaseUrl, serviceToken) => {
  const charger = new PostgresUsageCharger({ url: databaseUrl, ...LIMITS });
  const always = {
    caller: { token: serviceToken, peer: '127.0.0.1' as IpAddress, signedWith: null },
    ...{ apiCode: API as ApiCode, quantity: 1, clientIp: CLIENT_IP as IpAddress },
  };
  return {
    close: () => charger.stop(),
    use: async ({ apiKey, idempotencyKey }) => {
      const usage: Usage = { ...always, keyToken: apiKey, idempotencyKey };
      const outcome = await charger.charge(usage);
      return outcome.kind === 'allowed' ? Number(outcome.points) : FAILED;
    },
  };
};
