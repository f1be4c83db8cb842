import type { Bench } from '../bench.ts';
import { type Books, type Contender, type Load, READY, type Readiness } from '../contender.ts';
import type { EngineOrder } from '../engines/host.ts';
import type { Outcome } from '../load/tally.ts';
import { Child } from '../processes/child.ts';
import { measure } from './measure.ts';

type EngineContender = {
  readonly name: string;
  readonly title: string;
  readonly books: Books | null;
  /** One of the files in `engines/`. */
  readonly engine: string;
  readonly takes?: (load: Load) => boolean;
  /** Makes its tables, or says why it cannot. */
  readonly prepare?: () => Promise<Readiness>;
};

const HOST = new URL('../engines/host.ts', import.meta.url);

/** Called within its own process by as many callers as the load has connections. The callers cost what they cost. */
export function engineContender(bench: Bench, spec: EngineContender): Contender {
  const { name, title, books, takes = () => true } = spec;
  let host: Child | null = null;
  return {
    ...{ name, title, books, takes, warmsUp: true },
    prepare: async () => {
      const readiness = (await spec.prepare?.()) ?? READY;
      if (readiness.kind === 'absent') return readiness;
      host = await Child.start(HOST, {
        ENGINE: `./${spec.engine}`,
        DATABASE_URL: bench.postgres.url,
        SERVICE_TOKEN: bench.serviceToken,
      });
      return READY;
    },
    run: (load) => {
      const child = host as Child;
      const calls = { spread: load.spread, accounts: bench.accounts, tag: bench.nextTag() };
      return measure(bench, child.pid, async () => {
        const outcome = await child.ask<EngineOrder, Outcome>({ load, calls });
        return { ...outcome, generatorCpuUs: null };
      });
    },
    stop: async () => host?.stop(),
  };
}
