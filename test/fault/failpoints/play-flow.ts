import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'chai';
import { verifyBooks } from '../../support/audit.ts';
import { expectNothingLost } from './expect-nothing-lost.ts';
import type { Flow } from './flow.ts';
import { Gate, type Point } from './gate.ts';
import { Scene } from './scene.ts';
import type { World } from './world.ts';

const LONGEST_MS = 120_000;

export type Played = {
  /** What was crossed, in its order. */
  readonly crossed: readonly Point[];
  readonly hasDied: boolean;
  /** What was wrong in the end; null: nothing. */
  readonly violation: string | null;
};

/** Plays a flow in which a process dies at `deadly`; null: nobody dies. Then looks at everything that must be true. */
export async function playFlow(world: World, flow: Flow, deadly: Point | null): Promise<Played> {
  const gate = new Gate(deadly);
  const scene = await Scene.open(world, gate);
  const violation = (await complaintOf(playWhole(world, flow, scene))) ?? (await complaintOf(scene.over()));
  return { crossed: gate.crossed, hasDied: gate.isDead, violation };
}

async function playWhole(world: World, flow: Flow, scene: Scene): Promise<void> {
  await flow.play(scene);
  await scene.settle();
  await expectNothingLost(world.system);
  const { findings } = await verifyBooks(world.system.knex);
  expect(findings, 'what `ledger verify` finds').to.deep.equal([]);
}

/** Null: it came to its end, and in time. */
async function complaintOf(work: Promise<unknown>): Promise<string | null> {
  const isOver = new AbortController();
  const late = delay(LONGEST_MS, 'it does not come to its end', { signal: isOver.signal }).catch(() => null);
  const told = work.then(
    () => null,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  try {
    return await Promise.race([told, late]);
  } finally {
    isOver.abort();
  }
}
