import type { Socket } from 'node:net';
import pg, { type PoolClient, type QueryArrayConfig } from 'pg';
import { refuseMalformed } from '../../../application/ledger/refuse-malformed.ts';
import type { Usage, UsageOutcome } from '../../../application/ledger/usage.ts';
import { Unavailable } from '../../../domain/shared/faults.ts';
import { roleOption } from '../application-role.ts';
import { type Fate, type Presence, UNWATCHED } from '../pulse.ts';
import { asUnavailable, isConflict } from '../unavailable.ts';
import { type Batch, Batcher, type Settle } from './batcher.ts';
import { toOutcome } from './usage-answer.ts';
import { chargeBatch, chargeOne, readBatch, readOne } from './usage-statements.ts';

export type ChargerSettings = {
  readonly url: string;
  /** How long a caller waits for a connection. */
  readonly acquireTimeoutMs: number;
  readonly statementTimeoutMs: number;
  readonly lockTimeoutMs: number;
  /** How far this process is ahead of the database's time; for tests. */
  readonly aheadMs?: () => number;
  /** Runs as this role, which may not change what is written. */
  readonly role?: string | null;
  /** Knows when nobody is there to answer. */
  readonly presence?: Presence;
};

/** One is enough while none is held up. */
const FLIGHTS = 3;
const HELD_UP_AFTER_MS = 50;
const TRIES = 3;
/** Longer than a statement may take, so that it decides only where the server does not. */
const DEADLINE_MS = 15_000;

/** Takes points for calls, as many as are waiting in one round trip, on connections of its own. */
export class PostgresUsageCharger {
  readonly #pool: pg.Pool;
  readonly #batcher: Batcher<Usage, UsageOutcome>;
  readonly #aheadMs: () => number;
  readonly #presence: Presence;

  constructor(settings: ChargerSettings) {
    this.#aheadMs = settings.aheadMs ?? (() => 0);
    this.#presence = settings.presence ?? UNWATCHED;
    this.#pool = openPool(settings);
    // A connection that is lost while it is idle is replaced by the next request; one that is in use says so to its query, too,
    // and would end the process if nobody listened.
    this.#pool.on('error', () => {});
    this.#pool.on('connect', (client) => client.on('error', () => {}));
    this.#batcher = new Batcher((batch) => this.#run(batch), {
      ...{ flights: FLIGHTS, heldUpAfterMs: HELD_UP_AFTER_MS, nameOf },
    });
  }

  /** @throws Unavailable when the database cannot be reached, or too many are waiting for it */
  readonly charge = async (usage: Usage): Promise<UsageOutcome> => {
    return refuseMalformed(usage) ?? this.#batcher.add(usage);
  };

  /** Of its connections, how many are in use and free, and how many batches wait for one. */
  connections(): { readonly used: number; readonly free: number; readonly waiting: number } {
    const { totalCount, idleCount, waitingCount } = this.#pool;
    return { used: totalCount - idleCount, free: idleCount, waiting: waitingCount };
  }

  /** Waits for the calls under way. */
  async stop(): Promise<void> {
    await this.#batcher.idle();
    await this.#pool.end();
  }

  async #run(batch: Batch<Usage, UsageOutcome>): Promise<Settle> {
    try {
      const outcomes = await this.#charge(batch.map(({ item }) => item));
      return () => {
        for (const [nth, { resolve }] of batch.entries()) resolve(outcomes[nth] as UsageOutcome);
      };
    } catch (error) {
      const fault = asUnavailable(error);
      if (batch.length === 1 || fault instanceof Unavailable) {
        return () => {
          for (const { reject } of batch) reject(fault);
        };
      }
      // One of them is at fault, or two that name the same call in different words: each for itself.
      for (const one of batch) (await this.#run([one]))();
      return () => {};
    }
  }

  async #charge(usages: readonly Usage[]): Promise<UsageOutcome[]> {
    const [only] = usages;
    if (usages.length === 1 && only) return [toOutcome(readOne(await this.#query(chargeOne(only, this.#aheadMs()))))];
    return readBatch(await this.#query(chargeBatch(usages, this.#aheadMs()))).map(toOutcome);
  }

  async #query(statement: QueryArrayConfig): Promise<string[][]> {
    for (let tries = 1; ; tries++) {
      try {
        return await this.#presence.during((fate) => this.#queryOnce(statement, fate));
      } catch (error) {
        if (!isConflict(error) || tries === TRIES) throw error;
      }
    }
  }

  async #queryOnce(statement: QueryArrayConfig, fate: Fate): Promise<string[][]> {
    const client = await this.#pool.connect();
    if (!fate.isGivenUp) return withDeadline(client, statement, fate);
    client.release();
    throw new Unavailable('database');
  }
}

/** What waits on a connection that has died or hangs fails, and the connection leaves the pool. */
async function withDeadline(client: PoolClient, statement: QueryArrayConfig, fate: Fate): Promise<string[][]> {
  const stream = (client as unknown as { readonly connection: { readonly stream: Socket } }).connection.stream;
  const deadline = setTimeout(() => stream.destroy(), DEADLINE_MS);
  fate.onGiveUp = () => stream.destroy();
  try {
    const { rows } = await client.query<string[]>(statement);
    client.release();
    return rows;
  } catch (error) {
    client.release(!isUsableAfter(error));
    throw error;
  } finally {
    fate.onGiveUp = null;
    clearTimeout(deadline);
  }
}

/** What the server says and stays; class 57P is its farewell. */
const isUsableAfter = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && !(error.code ?? '').startsWith('57P');

function openPool(settings: ChargerSettings): pg.Pool {
  return new pg.Pool({
    connectionString: settings.url,
    application_name: 'hot-seahorse usage',
    max: FLIGHTS,
    connectionTimeoutMillis: settings.acquireTimeoutMs,
    keepAlive: true,
    statement_timeout: settings.statementTimeoutMs,
    lock_timeout: settings.lockTimeoutMs,
    ...roleOption(settings.role),
  });
}

/** Two of one name never go into one batch: the second would not see the first. In two batches the account's lock orders them. */
const nameOf = ({ caller, keyToken, idempotencyKey }: Usage): string => `${caller.token} ${keyToken} ${idempotencyKey}`;
