import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Load } from '../contender.ts';
import type { Driven } from '../contenders/measure.ts';
import type { Pgbench } from './find-pgbench.ts';
import { readLog, type TimeSpan } from './read-log.ts';

export type Script = {
  readonly name: string;
  readonly sql: string;
  /** `:n` in the script, from a client's second transaction on. */
  readonly accounts: number;
  /** `:n` in its first one. */
  readonly allAccounts: number;
  readonly pointsPerTransaction: number;
  readonly connectionOptions: string;
};

/** CPU time of PostgreSQL until now; null where nobody can tell. */
type ReadCpu = () => number | null;

const THREADS = 2;
const TRIES = 4;
/** Of pgbench's time at its end, which does not count: its connections have to be there still when we ask what they have cost. */
const MARGIN_MS = 250;

/** In seconds, by script and number of connections: as long as the run before needed. */
const warmUps = new Map<string, number>();

/**
 * Runs a script with prepared statements and a connection per client, and counts from when everybody is at work. pgbench opens
 * its connections within its time, and a new connection's first transaction may take a thousand times as long as the next one:
 * the server starts a process, which reads the catalog and makes a plan.
 */
export async function runPgbench(
  pgbench: Pgbench,
  url: string,
  script: Script,
  load: Load,
  readCpu: ReadCpu,
): Promise<Driven> {
  const place = `${script.name} ${load.connections}`;
  let [answers, points, failures] = [0, 0, 0];
  for (let tries = 1; ; tries++) {
    const warmUpSeconds = warmUps.get(place) ?? 1 + Math.ceil(load.connections / 64);
    const run = await runOnce(pgbench, url, script, load, warmUpSeconds, readCpu);
    [answers, points, failures] = [answers + run.answers, points + run.points, failures + run.failures];
    warmUps.set(
      place,
      run.neededSeconds === null ? warmUpSeconds * 2 : Math.max(1, Math.ceil(run.neededSeconds * 1.2)),
    );
    // All that was answered is in the books, what does not count included.
    if (run.counted) return { ...run.counted, answers, points, failures, generatorCpuUs: null };
    if (tries === TRIES) throw new Error(`pgbench, ${script.name}: not everybody is at work after ${warmUpSeconds} s`);
  }
}

async function runOnce(
  pgbench: Pgbench,
  url: string,
  script: Script,
  load: Load,
  warmUpSeconds: number,
  readCpu: ReadCpu,
) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'seahorse-pgbench-'));
  const seconds = Math.max(1, Math.round(load.seconds));
  try {
    await writeFile(path.join(folder, 'script.sql'), `${CHOOSE_N}${script.sql}`);
    const startedMs = Date.now();
    const span = {
      fromMs: startedMs + warmUpSeconds * 1_000,
      toMs: startedMs + (warmUpSeconds + seconds) * 1_000 - MARGIN_MS,
    };
    const cpu = cpuWithin(span, readCpu);
    const { stdout } = await promisify(execFile)(
      pgbench.program,
      argumentsOf(url, script, load, warmUpSeconds + seconds),
      { cwd: folder, env: { ...process.env, ...pgbench.env, PGOPTIONS: script.connectionOptions }, maxBuffer: 1 << 24 },
    );
    const log = readLog(await logLines(folder), span, load.connections);
    const neededSeconds = log.allAtWorkMs === null ? null : (log.allAtWorkMs - startedMs) / 1_000;
    const cpuUs = await cpu;
    const postgresCpuUs = cpuUs === null || log.answers === 0 ? null : cpuUs / log.answers;
    const isFair = neededSeconds !== null && neededSeconds <= warmUpSeconds && log.answers > 0;
    const requestsPerSecond = (log.answers * 1_000) / (span.toMs - span.fromMs);
    const counted = isFair ? { ...log.latencies.percentiles(), requestsPerSecond, postgresCpuUs } : null;
    return { ...readSummary(stdout, script), neededSeconds, counted };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function cpuWithin({ fromMs, toMs }: TimeSpan, readCpu: ReadCpu): Promise<number | null> {
  await delay(fromMs - Date.now());
  const before = readCpu();
  await delay(toMs - Date.now());
  const after = readCpu();
  const isLate = Date.now() > toMs + MARGIN_MS;
  return before === null || after === null || isLate ? null : after - before;
}

/** The first transaction makes a client's plans: behind the lock of a hot account all clients would make theirs one after the other. */
const CHOOSE_N = '\\if :begun\n\\set n :accounts\n\\endif\n\\set begun 1\n';

const argumentsOf = (
  url: string,
  { accounts, allAccounts }: Script,
  { connections }: Load,
  seconds: number,
): string[] => [
  ...['--no-vacuum', '--protocol=prepared', '--file=script.sql', '--log', '--log-prefix=log'],
  ...['--define=begun=0', `--define=n=${allAccounts}`, `--define=accounts=${accounts}`],
  ...[`--client=${connections}`, `--jobs=${Math.min(THREADS, connections)}`],
  ...[`--time=${seconds}`, url],
];

export function readSummary(text: string, { pointsPerTransaction }: Pick<Script, 'pointsPerTransaction'>) {
  const numberAfter = (pattern: RegExp): number | null => {
    const found = pattern.exec(text)?.[1];
    return found === undefined ? null : Number(found);
  };
  const answers = numberAfter(/^number of transactions actually processed: (\d+)/m);
  if (answers === null) throw new Error(`pgbench said:\n${text}`);
  const failures = numberAfter(/^number of failed transactions: (\d+)/m) ?? 0;
  return { answers, failures, points: answers * pointsPerTransaction };
}

async function logLines(folder: string): Promise<string[]> {
  const names = (await readdir(folder)).filter((file) => file.startsWith('log.'));
  const texts = await Promise.all(names.map((name) => readFile(path.join(folder, name), 'utf8')));
  return texts.flatMap((text) => text.split('\n')).filter(Boolean);
}
