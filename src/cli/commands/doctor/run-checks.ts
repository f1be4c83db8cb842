import { setTimeout as delay } from 'node:timers/promises';
import { CannotLook } from './cannot-look.ts';
import { type Check, type Finding, unknown } from './check.ts';
import type { Ground } from './ground.ts';

export type Looked = Finding & { readonly name: string };

/** All of them side by side, each with a time limit of its own; none keeps the others from being told. */
export const runChecks = (checks: readonly Check[], ground: Ground, withinMs: number): Promise<Looked[]> =>
  Promise.all(checks.map(async (check) => ({ name: check.name, ...(await lookWithin(check, ground, withinMs)) })));

async function lookWithin(check: Check, ground: Ground, withinMs: number): Promise<Finding> {
  const ended = new AbortController();
  const late = delay(withinMs, unknown(`no answer within ${withinMs / 1_000} s`), { signal: ended.signal });
  try {
    return await Promise.race([look(check, ground), late]);
  } finally {
    ended.abort();
    late.catch(() => {});
  }
}

async function look(check: Check, ground: Ground): Promise<Finding> {
  try {
    return await check.look(ground);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return unknown(error instanceof CannotLook ? why : `cannot be looked at: ${why}`);
  }
}
