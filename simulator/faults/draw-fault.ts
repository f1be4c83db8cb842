import type { Context } from '../context.ts';
import type { Faults } from '../state/fault-changes.ts';
import type { FaultRule } from '../state/fault-plan.ts';
import { drawNumber } from './draw-number.ts';

const isSpent = ({ times }: FaultRule, fired: number): boolean => times !== undefined && fired >= times;

type Draw = { readonly draws: number; readonly firedRule: number | null };

function draw({ plan, draws: drawn, fired }: Faults, fits: (rule: FaultRule) => boolean): Draw {
  let draws = drawn;
  for (const [index, rule] of (plan?.rules ?? []).entries()) {
    if (!fits(rule) || isSpent(rule, fired[index] ?? 0)) continue;
    draws += 1;
    if (drawNumber(plan?.seed ?? 0, draws) < (rule.probability ?? 1)) return { draws, firedRule: index };
  }
  return { draws, firedRule: null };
}

/**
 * The rule that befalls an event, if any. The rules are asked in their order; each that fits the event and is not spent
 * takes one number, also where its probability is 1; the first that fires is the only one.
 */
export function drawFault<Rule extends FaultRule>(
  { store, log }: Context,
  fits: (rule: FaultRule) => rule is Rule,
): Rule | undefined {
  const { faults } = store.world;
  const { draws, firedRule } = draw(faults, fits);
  if (draws !== faults.draws) store.record({ kind: 'faults_drawn', draws, firedRule });
  const rule = firedRule === null ? undefined : faults.plan?.rules[firedRule];
  if (!rule || !fits(rule)) return undefined;
  log({ event: 'planned_fault', fault: rule.fault });
  return rule;
}
