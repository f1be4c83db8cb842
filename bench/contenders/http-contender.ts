import type { Bench } from '../bench.ts';
import { type Books, type Contender, type Load, READY } from '../contender.ts';
import type { ExchangeName } from '../load/exchanges.ts';
import type { HttpOrder } from '../load/http-generator.ts';
import type { Outcome } from '../load/tally.ts';
import { Child } from '../processes/child.ts';
import type { Served } from '../processes/serve-port.ts';
import { measure } from './measure.ts';

export type RunningServer = { readonly port: number; readonly pid: number; stop(): Promise<void> };

type HttpContender = {
  readonly name: string;
  readonly title: string;
  readonly books: Books | null;
  readonly exchange: ExchangeName;
  readonly takes?: (load: Load) => boolean;
  readonly start: () => Promise<RunningServer>;
};

/** A server that is asked over HTTP. */
export function httpContender(bench: Bench, spec: HttpContender): Contender {
  const { name, title, books, exchange, takes = () => true } = spec;
  let server: RunningServer | null = null;
  return {
    ...{ name, title, books, takes, warmsUp: true },
    prepare: async () => {
      server = await spec.start();
      return READY;
    },
    run: async (load) => {
      const { port, pid } = server as RunningServer;
      const { accounts, serviceToken } = bench;
      const calls = { spread: load.spread, accounts, tag: bench.nextTag() };
      const order: HttpOrder = { port, load, exchange, calls, serviceToken };
      return measure(bench, pid, () => bench.generator.ask<HttpOrder, Outcome>(order));
    },
    stop: async () => server?.stop(),
  };
}

/** One of the programs in `servers/`. */
export async function startServer(bench: Bench, program: string): Promise<RunningServer> {
  const env = { DATABASE_URL: bench.postgres.url, SERVICE_TOKEN: bench.serviceToken };
  const child = await Child.start<Served>(new URL(`../servers/${program}.ts`, import.meta.url), env);
  return { port: child.about.port, pid: child.pid, stop: () => child.stop() };
}
