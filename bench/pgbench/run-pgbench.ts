import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Load } from '../contender.ts';
import type { Driven } from '../contenders/measure.ts';
import { Latencies } from '../statistics/latencies.ts';
import type { Pgbench } from './find-pgbench.ts';

export type Script = {
  readonly sql: string;
  /** `:n` in the script. */
  readonly accounts: number;
  readonly pointsPerTransaction: number;
  readonly connectionOptions: string;
};

const THREADS = 2;

/**
 * Opening connections counts as part of its time, though not of its rate: a crowd needs more of it, and on a busy machine may
 * spend all of it.
 */
const CONNECTIONS_PER_SECOND = 128;
const TRIES = 3;

/** Runs a script for a whole number of seconds, with prepared statements and a connection per client. */
export async function runPgbench(pgbench: Pgbench, url: string, script: Script, load: Load): Promise<Driven> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'seahorse-pgbench-'));
  try {
    await writeFile(path.join(folder, 'script.sql'), script.sql);
    for (let tries = 1; ; tries++) {
      const seconds = Math.max(1, Math.round(load.seconds)) + Math.floor(load.connections / CONNECTIONS_PER_SECOND);
      const { stdout } = await promisify(execFile)(pgbench.program, argumentsOf(url, script, load, seconds * tries), {
        cwd: folder,
        env: { ...process.env, ...pgbench.env, PGOPTIONS: script.connectionOptions },
        maxBuffer: 1 << 24,
      });
      const summary = readSummary(stdout, script);
      if (summary) return { ...summary, ...(await readLatencies(folder)), generatorCpuUs: null };
      if (tries === TRIES) throw new Error(`pgbench got no transaction done:\n${stdout}`);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const argumentsOf = (url: string, { accounts }: Script, { connections }: Load, seconds: number): string[] => [
  ...['--no-vacuum', '--protocol=prepared', '--file=script.sql', '--log', '--log-prefix=log'],
  ...[`--define=n=${accounts}`, `--client=${connections}`, `--jobs=${Math.min(THREADS, connections)}`],
  ...[`--time=${seconds}`, url],
];

/** Null: nothing was done in that time. */
export function readSummary(text: string, { pointsPerTransaction }: Pick<Script, 'pointsPerTransaction'>) {
  const numberAfter = (pattern: RegExp): number | null => {
    const found = pattern.exec(text)?.[1];
    return found === undefined ? null : Number(found);
  };
  const answers = numberAfter(/^number of transactions actually processed: (\d+)/m);
  const requestsPerSecond = numberAfter(/^tps = ([\d.]+)/m);
  if (answers === 0) return null;
  if (answers === null || requestsPerSecond === null) throw new Error(`pgbench said:\n${text}`);
  const failures = numberAfter(/^number of failed transactions: (\d+)/m) ?? 0;
  return { answers, requestsPerSecond, failures, points: answers * pointsPerTransaction };
}

/** One line per transaction: client, number, microseconds, … */
async function readLatencies(folder: string) {
  const latencies = new Latencies();
  for (const name of (await readdir(folder)).filter((file) => file.startsWith('log.'))) {
    for (const line of (await readFile(path.join(folder, name), 'utf8')).split('\n')) {
      if (line) latencies.add(Number(line.split(' ', 3)[2]) / 1_000);
    }
  }
  return latencies.percentiles();
}
