import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { RequestLimits } from '../../../src/application/shared/request-limiter.ts';

export type Counter = {
  /** Asks so many times at once; gives how often it was allowed. */
  take(times: number): Promise<number>;
  stop(): void;
};
type Where = { readonly redisUrl: string } | { readonly databaseUrl: string };

/** So many processes that count together. */
export const startCounters = (count: number, where: Where, limits: RequestLimits): Promise<Counter[]> =>
  Promise.all(Array.from({ length: count }, () => startCounter({ ...where, limits })));

async function startCounter(order: object): Promise<Counter> {
  const args = ['--import', 'tsx', 'test/adapters/limits/counting-process.ts', JSON.stringify(order)];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const next = async (): Promise<string> => {
    const { value, done } = await lines.next();
    if (done) throw new Error('the process that counts has ended');
    return value;
  };
  await next();
  return {
    take: async (times) => {
      child.stdin.write(`${times}\n`);
      return Number(await next());
    },
    stop: () => child.stdin.end(),
  };
}
