import type { Bench } from '../bench.ts';
import type { Books, Contender } from '../contender.ts';
import { betterAuth } from './better-auth.ts';
import { expressHello, nodeHttpHello } from './hello.ts';
import { hotSeahorse } from './hot-seahorse.ts';
import { hotSeahorseInProcess, insertOnly } from './in-process.ts';
import { knexTransaction } from './knex-transaction.ts';
import { pgbenchFullWork } from './pgbench-full-work.ts';
import { pgbenchMinimal } from './pgbench-minimal.ts';
import { pgledger } from './pgledger.ts';
import { plainStatement } from './plain-statement.ts';

/** Ours, over HTTP, and whoever it is compared with. */
export const httpContenders = (bench: Bench, ours: Books): readonly Contender[] => [
  hotSeahorse(bench, ours),
  pgbenchFullWork(bench, ours),
  pgbenchMinimal(bench),
  pgledger(bench),
  knexTransaction(bench),
  plainStatement(bench),
  expressHello(bench),
  nodeHttpHello(bench),
];

/** Ours without HTTP, and whoever it is compared with. */
export const inProcessContenders = (bench: Bench, ours: Books): readonly Contender[] => [
  hotSeahorseInProcess(bench, ours),
  insertOnly(bench),
  betterAuth(bench),
];
