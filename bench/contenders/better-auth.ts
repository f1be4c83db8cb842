import type { Bench } from '../bench.ts';
import type { Contender } from '../contender.ts';
import { withClient } from '../database/with-client.ts';
import { engineContender } from './engine-contender.ts';
import { ready } from './pgbench-contender.ts';

const PACKAGES = ['better-auth', '@better-auth/api-key'];

/** No dependency of ours: it takes part where somebody has put it beside ours. */
export const betterAuth = (bench: Bench): Contender =>
  engineContender(bench, {
    name: 'better-auth',
    title: "better-auth's API key check with a remaining count, in process",
    books: null,
    engine: 'better-auth',
    takes: ({ spread }) => spread === 'even',
    prepare: async () => {
      const missing = PACKAGES.filter((name) => !isInstalled(name));
      if (missing.length > 0) return { kind: 'absent', why: `not installed: npm i --no-save ${PACKAGES.join(' ')}` };
      return ready(withClient(bench.postgres.url, (client) => client.query('create schema better_auth')));
    },
  });

function isInstalled(name: string): boolean {
  try {
    import.meta.resolve(name);
    return true;
  } catch {
    return false;
  }
}
