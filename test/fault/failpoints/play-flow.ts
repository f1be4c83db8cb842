import { expect } from 'chai';
import { verifyBooks } from '../../support/audit.ts';
import { expectNothingLost } from './expect-nothing-lost.ts';
import type { Flow } from './flow.ts';
import { Gate, type Point } from './gate.ts';
import { Scene } from './scene.ts';
import type { World } from './world.ts';

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
  let violation: string | null = null;
  try {
    await flow.play(scene);
    await scene.settle();
    await expectNothingLost(world.system);
    const { findings } = await verifyBooks(world.system.knex);
    expect(findings, 'what `ledger verify` finds').to.deep.equal([]);
  } catch (error) {
    violation = error instanceof Error ? error.message : String(error);
  }
  await scene.over().catch((error: Error) => {
    violation ??= error.message;
  });
  return { crossed: gate.crossed, hasDied: gate.isDead, violation };
}
