import { Latencies } from '../statistics/latencies.ts';

export type TimeSpan = { readonly fromMs: number; readonly toMs: number };

export type PgbenchLog = {
  /** Within the span. */
  readonly answers: number;
  readonly latencies: Latencies;
  /** When the last of the clients had its first answer; null: not all of them ever had one. */
  readonly allAtWorkMs: number | null;
};

/** One line per transaction: client, number, latency in microseconds, script, and when it ended, in seconds and microseconds. */
export function readLog(lines: readonly string[], { fromMs, toMs }: TimeSpan, clients: number): PgbenchLog {
  const latencies = new Latencies();
  const firstMs = new Map<string, number>();
  let answers = 0;
  for (const line of lines) {
    const [client = '', , latencyUs, , seconds, microseconds] = line.split(' ');
    const endedMs = Number(seconds) * 1_000 + Number(microseconds) / 1_000;
    if (endedMs < (firstMs.get(client) ?? Number.POSITIVE_INFINITY)) firstMs.set(client, endedMs);
    if (endedMs < fromMs || endedMs >= toMs) continue;
    answers += 1;
    latencies.add(Number(latencyUs) / 1_000);
  }
  const allAtWorkMs = firstMs.size < clients ? null : Math.max(...firstMs.values());
  return { answers, latencies, allAtWorkMs };
}
