import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { startLocalPostgres } from '../../../../src/adapters/embedded/start-local-postgres.ts';
import type { MovedClock } from './moved-clock.ts';
import type { Part } from './part.ts';

const DURABLE = { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on', max_connections: '200' };
/** As ops/logins.sql makes them, each with the role that it may take. */
export const LOGINS = {
  serve: 'seahorse_app',
  work: 'seahorse_worker',
  cli: 'seahorse_operator',
  report: 'seahorse_read',
} as const;
export type Login = keyof typeof LOGINS;

/** A PostgreSQL of its own that keeps what it has acknowledged. */
export class PostgresPart implements Part {
  readonly name = 'postgres';
  readonly #dir: string;
  readonly #clock: MovedClock | null;
  #running: Awaited<ReturnType<typeof startLocalPostgres>> | null = null;
  /** When it has last begun to take connections. */
  acceptsSince = 0;

  constructor(folder: string, clock: MovedClock | null = null) {
    this.#dir = path.join(folder, 'postgres');
    this.#clock = clock;
  }

  /** Of the owner of everything. */
  get url(): string {
    if (!this.#running) throw new Error('PostgreSQL has not been started');
    return this.#running.url;
  }

  urlAs(login: Login): string {
    const url = new URL(this.url);
    url.username = `seahorse_${login}`;
    return url.href;
  }

  async start(): Promise<void> {
    this.#running = await startLocalPostgres({ dir: this.#dir, settings: DURABLE, env: this.#clock?.ofPostgres ?? {} });
    this.acceptsSince = performance.now();
  }

  async ready(): Promise<void> {
    await this.ask('select 1');
  }

  /** SIGKILL: the postmaster with all of its children, none of which has a moment to write anything out. */
  async kill(signal: NodeJS.Signals): Promise<void> {
    const { dataDir } = this.#running as { readonly dataDir: string };
    const [line] = (await readFile(path.join(dataDir, 'postmaster.pid'), 'utf8')).split('\n');
    const postmaster = Number(line);
    if (signal !== 'SIGKILL') throw new Error(`PostgreSQL is killed or left alone, not ${signal}`);
    process.kill(postmaster, 'SIGSTOP');
    const tree = [postmaster, ...childrenOf(postmaster)];
    for (const pid of tree) tryToKill(pid);
    for (let waited = 0; tree.some(isAlive) && waited < 20_000; waited += 5) await delay(5);
  }

  async ask<T extends pg.QueryResultRow>(sql: string, url = this.url): Promise<T[]> {
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => {});
    await client.connect();
    try {
      return (await client.query<T>(sql)).rows;
    } finally {
      await client.end();
    }
  }

  async makeLogins(): Promise<void> {
    for (const [login, role] of Object.entries(LOGINS)) {
      await this.ask(`create role seahorse_${login} login; grant ${role} to seahorse_${login}`);
    }
  }

  async stop(): Promise<void> {
    await this.#running?.stop();
  }
}

function childrenOf(pid: number): number[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=']).toString().trim().split('\n');
  const pairs = lines.map((line) => line.trim().split(/\s+/).map(Number));
  return pairs.filter(([, parent]) => parent === pid).map(([child]) => child as number);
}

function tryToKill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // A child may have ended meanwhile.
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
