import { setTimeout as delay } from 'node:timers/promises';
import type { Knex } from 'knex';
import { migrationSource } from '../../../migrations/migration-source.ts';
import type { CheckReadiness, NotReady } from '../../adapters/http/use-cases.ts';
import { asUnavailable } from '../../adapters/postgres/unavailable.ts';
import { Unavailable } from '../../domain/shared/faults.ts';

const READY_WITHIN_MS = 2_000;

/** Whether to send this process requests. Throws when the database does not answer soon. */
export class Readiness {
  readonly #knex: Knex;
  #stopping = false;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  readonly check: CheckReadiness = async () => {
    if (this.#stopping) return 'shutting_down';
    return Promise.race([this.#askDatabase(), late()]);
  };

  /** Those who send requests are told to look elsewhere; what comes all the same is answered. */
  stopSoon(): void {
    this.#stopping = true;
  }

  async #askDatabase(): Promise<NotReady | null> {
    try {
      const rows = (await this.#knex('knex_migrations').select('name')) as { name: string }[];
      const applied = new Set(rows.map(({ name }) => name));
      const known = await migrationSource.getMigrations([]);
      return known.every(({ name }) => applied.has(name)) ? null : 'schema_behind';
    } catch (error) {
      throw asUnavailable(error);
    }
  }
}

async function late(): Promise<never> {
  await delay(READY_WITHIN_MS, undefined, { ref: false });
  throw new Unavailable('database');
}
