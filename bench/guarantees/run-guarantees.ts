import pg, { type QueryArrayConfig } from 'pg';
import { chargeBatch } from '../../src/adapters/postgres/usage/usage-statements.ts';
import type { Usage } from '../../src/application/ledger/usage.ts';
import type { IpAddress } from '../../src/domain/keyvault/network.ts';
import type { ApiCode } from '../../src/domain/shared/ids.ts';
import type { Bench } from '../bench.ts';
import { createDatabase } from '../database/create-database.ts';
import { API, CLIENT_IP, usageCalls } from '../load/usage-calls.ts';
import { prepareProduct } from '../product/prepare-product.ts';
import type { RunRecord } from '../run-record.ts';
import { median } from '../statistics/median.ts';
import { VARIANTS, type Variant, WHOLE } from './variants.ts';

/** What 64 callers form. */
export const BATCH = 32;
const WARM_UP = 40;
const BATCHES_PER_ROUND = 10;
const ROUNDS_PER_ROUND = 16;

/** Microseconds per call of a batch, alone on its connection; `costs` is what a call is faster without it. */
export type GuaranteeResult = { readonly perCallUs: number; readonly costs: readonly Cost[] };
type Cost = { readonly of: string; readonly us: number };

/** All variants in turn, round after round, on a database of their own, since they spoil its books. */
export async function runGuarantees(bench: Bench, record: RunRecord): Promise<void> {
  record.say('what each guarantee costs');
  const url = await createDatabase(bench.postgres.url, 'guarantees');
  const serviceToken = await prepareProduct(url, bench.accounts);
  const timed = await Promise.all([WHOLE, ...VARIANTS].map((variant, nth) => open(url, variant, nth)));
  const next = usageCalls({ spread: 'even', accounts: bench.accounts, tag: bench.nextTag() });
  const nextBatch = (): Usage[] => Array.from({ length: BATCH }, () => usageOf(next(), serviceToken));
  try {
    for (const one of timed) await one.run(WARM_UP, nextBatch);
    for (let round = 0; round < record.plan.rounds * ROUNDS_PER_ROUND; round++) {
      const first = round % timed.length;
      const inTurn = [...timed.slice(first), ...timed.slice(0, first)];
      for (const one of inTurn) one.us.push(await one.run(BATCHES_PER_ROUND, nextBatch));
    }
  } finally {
    for (const { client } of timed) await client.end();
  }
  const [whole, ...others] = timed.map(({ us }) => us) as [number[], ...number[][]];
  const costs = others.map((us, nth) => ({
    of: (VARIANTS[nth] as Variant).without,
    us: median(us.map((each, round) => (whole[round] as number) - each)),
  }));
  record.guarantees = { perCallUs: median(whole), costs };
}

async function open(url: string, { sql, session }: Variant, nth: number) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const name = `usage.charge_batch_${nth}(`;
  await client.query(sql.replace('usage.charge_batch(', name));
  if (session) await client.query(session);
  const named = ({ text, ...rest }: QueryArrayConfig) => ({ ...rest, text: text.replace('usage.charge_batch(', name) });
  const run = async (batches: number, nextBatch: () => Usage[]): Promise<number> => {
    const statements = Array.from({ length: batches }, () => chargeBatch(nextBatch(), 0));
    // Not counted: it flushes what the variant before has left unflushed.
    await client.query(named(chargeBatch(nextBatch(), 0)));
    const startedAt = performance.now();
    for (const statement of statements) await client.query(named(statement));
    return ((performance.now() - startedAt) * 1_000) / batches / BATCH;
  };
  return { client, run, us: [] as number[] };
}

const usageOf = ({ apiKey, idempotencyKey }: ReturnType<ReturnType<typeof usageCalls>>, token: string): Usage => ({
  caller: { token, peer: '127.0.0.1' as IpAddress, signedWith: null },
  ...{ keyToken: apiKey, apiCode: API as ApiCode, quantity: 1, clientIp: CLIENT_IP as IpAddress, idempotencyKey },
});
