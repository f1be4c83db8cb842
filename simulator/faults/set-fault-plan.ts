import type { Context } from '../context.ts';
import type { FaultPlan } from '../state/fault-plan.ts';
import { faultPlanSchema } from './fault-plan-schema.ts';

/** From the first number on, and with every rule unfired. */
export function setFaultPlan({ store }: Context, plan: FaultPlan | null): void {
  store.record({ kind: 'fault_plan_set', plan });
}

/** At the start: a simulator that comes back with the plan it had goes on where it was. */
export function resumeFaultPlan(context: Context, given: FaultPlan): void {
  const plan = faultPlanSchema.parse(given);
  const known = context.store.world.faults.plan;
  if (JSON.stringify(plan) !== JSON.stringify(known)) setFaultPlan(context, plan);
}

export function describeFaultPlan({ store }: Context) {
  const { plan, fired } = store.world.faults;
  const rules = (plan?.rules ?? []).map((rule, index) => ({ ...rule, fired: fired[index] ?? 0 }));
  return { seed: plan?.seed ?? null, rules };
}
