import type { FaultPlan } from './fault-plan.ts';

export type FaultChange =
  | { readonly kind: 'fault_plan_set'; readonly plan: FaultPlan | null }
  | { readonly kind: 'faults_drawn'; readonly draws: number; readonly firedRule: number | null };

/** A plan and how far it has come. */
export type Faults = {
  readonly plan: FaultPlan | null;
  /** How many random numbers have been used up. */
  readonly draws: number;
  /** How often each rule has fired, in the order of the rules. */
  readonly fired: readonly number[];
};

export type FaultState = { faults: Faults };

export const noFaults: Faults = { plan: null, draws: 0, fired: [] };

type Applier<Kind> = (state: FaultState, change: Extract<FaultChange, { kind: Kind }>) => void;

export const faultAppliers: { readonly [Kind in FaultChange['kind']]: Applier<Kind> } = {
  fault_plan_set: (state, { plan }) => {
    state.faults = { plan, draws: 0, fired: plan?.rules.map(() => 0) ?? [] };
  },
  faults_drawn: (state, { draws, firedRule }) => {
    const fired = state.faults.fired.map((times, index) => (index === firedRule ? times + 1 : times));
    state.faults = { ...state.faults, draws, fired };
  },
};
