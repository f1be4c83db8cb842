import type { Call } from '../support/http/api-client.ts';
import type { TestSystem } from '../support/http/test-system.ts';
import { Dice } from './dice.ts';
import { counted, exactly, type Figure } from './figure.ts';
import { severalAtOnce } from './several-at-once.ts';

/** What WeChat has sent, changed in one place that is signed or that names the signer. */
export type Mutant = { readonly path: string; readonly call: Call };

const AT_ONCE = 6;

/**
 * None of the mutants may be accepted, none may leave a row behind, and none may make us call WeChat: `outbound` counts those
 * calls.
 */
export async function mutationCampaign(
  system: TestSystem,
  nextMutant: (dice: Dice) => Mutant,
  mutations: number,
  seed: number,
  outbound: () => number,
): Promise<Figure[]> {
  const dice = new Dice(seed);
  const before = JSON.stringify(await system.rowCounts());
  const callsBefore = outbound();
  const answers = new Map<number, number>();
  await severalAtOnce(AT_ONCE, Array(mutations).fill(null), async () => {
    const { path, call } = nextMutant(dice);
    const { status } = await system.call(path, call);
    answers.set(status, (answers.get(status) ?? 0) + 1);
  });
  const accepted = [...answers].filter(([status]) => status < 400).reduce((sum, [, count]) => sum + count, 0);
  const faults = [...answers].filter(([status]) => status >= 500).reduce((sum, [, count]) => sum + count, 0);
  return [
    counted('mutated messages', mutations),
    ...[...answers].sort().map(([status, count]) => counted(`answered with ${status}`, count)),
    exactly('accepted', accepted, 0),
    exactly('faults of ours', faults, 0),
    exactly('calls to WeChat caused', outbound() - callsBefore, 0),
    exactly('rows that changed', JSON.stringify(await system.rowCounts()) === before ? 0 : 1, 0),
  ];
}
