import type { Slice, Spread } from './contender.ts';
import type { GrowthResult } from './growth/growth-step.ts';
import type { GuaranteeResult } from './guarantees/run-guarantees.ts';
import type { Machine } from './machine/describe-machine.ts';
import type { Cell } from './matrix/cell.ts';
import type { Plan } from './plan.ts';

export type PacedResult = { readonly spread: Spread; readonly perSecond: number; readonly slice: Slice };

/** All that a run has found. */
export type Results = {
  readonly plan: Plan;
  readonly machine: Machine;
  readonly begunAt: Date;
  /** Of the cores, that somebody else has had meanwhile; null: nobody knows. */
  readonly othersShare: number | null;
  /** Whoever took part, by name. */
  readonly titles: ReadonlyMap<string, string>;
  /** Whoever did not, and why. */
  readonly absent: ReadonlyMap<string, string>;
  readonly http: readonly Cell[];
  readonly inProcess: readonly Cell[];
  /** Null: not measured. */
  readonly guarantees: GuaranteeResult | null;
  readonly paced: readonly PacedResult[];
  /** Steps from small to large; empty: not measured. */
  readonly growth: readonly GrowthResult[];
  /** How often books were compared, and what was wrong with them. */
  readonly audits: number;
  readonly mistakes: readonly string[];
};
