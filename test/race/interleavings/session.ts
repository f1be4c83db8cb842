import type { Knex } from 'knex';
import type { Client, QueryArrayConfig } from 'pg';
import { connectPostgres } from '../../../src/adapters/postgres/connect.ts';
import { PostgresUnitOfWork } from '../../../src/adapters/postgres/postgres-unit-of-work.ts';
import { rowsOf } from '../../../src/adapters/postgres/rows.ts';

type Query = Client['query'];
type Callback = (error: unknown, result: unknown) => void;
export type Charge = (statement: QueryArrayConfig) => Promise<string[][]>;
/** What an operation has to work with: the real adapters, on a connection whose every statement waits for its turn. */
export type Hands = { readonly uow: PostgresUnitOfWork; readonly charge: Charge };

/** It moves no lock and sees nothing: no order depends on it. */
const isBegin = (config: unknown): boolean => /^begin/i.test((config as { text?: string }).text ?? String(config));

/** One connection, whose statements run one at a time, each when the schedule says so. */
export class Session {
  readonly #knex: Knex;
  readonly #pid: number;
  #gate: (() => void) | null = null;
  #isRunning = false;
  #hasEnded = true;
  #changed: () => void = () => {};

  private constructor(knex: Knex, pid: number) {
    [this.#knex, this.#pid] = [knex, pid];
  }

  static async open(url: string): Promise<Session> {
    const waits = { acquireTimeoutMs: 60_000, statementTimeoutMs: 60_000, lockTimeoutMs: 60_000 };
    const knex = connectPostgres({ url, poolSize: 1, ...waits });
    // The one connection stays, since it is the one that has a gate.
    knex.client.pool.min = 1;
    const connection = (await knex.client.acquireConnection()) as Client;
    const { rows } = await connection.query<{ pid: number }>('select pg_backend_pid() as pid');
    // A circle of waiting is found soon, and not after a second.
    await connection.query(`set deadlock_timeout = '30ms'`);
    const session = new Session(knex, (rows[0] as { pid: number }).pid);
    session.#guard(connection);
    await knex.client.releaseConnection(connection);
    return session;
  }

  close(): Promise<void> {
    return this.#knex.destroy();
  }

  /** Begins; its first statement waits for `step`. */
  begin<T>(work: (hands: Hands) => Promise<T>): Promise<T> {
    this.#hasEnded = false;
    const charge: Charge = (statement) =>
      this.#knex.transaction(async (trx) => {
        const connection = (await trx.client.acquireConnection()) as Client;
        return (await connection.query<string[]>(statement)).rows;
      });
    return work({ uow: new PostgresUnitOfWork(this.#knex), charge }).finally(() => {
      this.#hasEnded = true;
      this.#changed();
    });
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  get isBlocked(): boolean {
    return this.#isRunning;
  }

  /** Runs one statement, to its end or to where it waits for the other session. False: there is none, or it still waits. */
  async step(control: Knex): Promise<boolean> {
    if (!(await this.#settles(control)) || this.#hasEnded) return false;
    const go = this.#gate as () => void;
    this.#gate = null;
    this.#isRunning = true;
    go();
    await this.#settles(control);
    return true;
  }

  /** Until the next statement is ready or all are done; false: it waits for a lock. */
  async #settles(control: Knex): Promise<boolean> {
    for (let looked = 0; ; looked++) {
      if (this.#hasEnded || this.#gate) return true;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, looked === 0 ? 3 : 5);
        this.#changed = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      if (this.#hasEnded || this.#gate) return true;
      if (!this.#isRunning) continue;
      const [row] = await rowsOf<{ n: number }>(control, 'select cardinality(pg_blocking_pids(?)) as n', [this.#pid]);
      if ((row?.n ?? 0) > 0 && this.#isRunning) return false;
    }
  }

  #guard(connection: Client): void {
    const query = connection.query.bind(connection) as (...args: unknown[]) => unknown;
    const gated = (config: unknown, callback?: Callback): unknown => {
      if (this.#hasEnded || isBegin(config)) return callback ? query(config, callback) : query(config);
      if (callback) return this.#wait(() => query(config, this.#done(callback)));
      return new Promise((resolve, reject) => {
        const settle = this.#done((error, result) => (error ? reject(error) : resolve(result)));
        this.#wait(() => query(config, settle));
      });
    };
    connection.query = gated as Query;
  }

  #wait(go: () => void): void {
    this.#gate = go;
    this.#changed();
  }

  #done(callback: Callback): Callback {
    return (error, result) => {
      this.#isRunning = false;
      callback(error, result);
      this.#changed();
    };
  }
}
