import type { Knex } from 'knex';
import type { Stores, UnitOfWork } from '../../application/shared/unit-of-work.ts';
import { PostgresPackages } from './catalog/postgres-packages.ts';
import { PostgresSoldApis } from './catalog/postgres-sold-apis.ts';
import { PostgresSessions } from './identity/postgres-sessions.ts';
import { PostgresUsers } from './identity/postgres-users.ts';
import { PostgresApiKeys } from './keyvault/postgres-api-keys.ts';
import { PostgresServices } from './keyvault/postgres-services.ts';
import { PostgresPointsLedger } from './ledger/postgres-points-ledger.ts';
import { PostgresOrders } from './ordering/postgres-orders.ts';
import { PostgresPaymentInbox } from './ordering/postgres-payment-inbox.ts';
import { PostgresClock } from './postgres-clock.ts';
import { transact } from './transact.ts';
import { asUnavailable, isConflict } from './unavailable.ts';

const TRIES = 3;
/** Longer than a statement may take, so that it decides only where the server does not. */
const DEADLINE_MS = 15_000;

/**
 * READ COMMITTED: each statement sees what was committed before it, so a lock is taken first and read after. `work` may be
 * run again from its beginning when the database undid it for the sake of another transaction.
 */
export class PostgresUnitOfWork implements UnitOfWork {
  readonly #knex: Knex;
  readonly #deadlineMs: number;

  constructor(knex: Knex, options: { readonly deadlineMs?: number } = {}) {
    this.#knex = knex;
    this.#deadlineMs = options.deadlineMs ?? DEADLINE_MS;
  }

  async run<T>(work: (stores: Stores) => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries++) {
      try {
        return await transact(this.#knex, this.#deadlineMs, (trx) => work(storesOn(trx)));
      } catch (error) {
        if (!isConflict(error) || tries === TRIES) throw asUnavailable(error);
      }
    }
  }
}

const storesOn = (trx: Knex.Transaction): Stores => ({
  clock: new PostgresClock(trx),
  users: new PostgresUsers(trx),
  sessions: new PostgresSessions(trx),
  packages: new PostgresPackages(trx),
  soldApis: new PostgresSoldApis(trx),
  orders: new PostgresOrders(trx),
  inbox: new PostgresPaymentInbox(trx),
  ledger: new PostgresPointsLedger(trx),
  apiKeys: new PostgresApiKeys(trx),
  services: new PostgresServices(trx),
});
