import type { Slice } from '../contender.ts';

/** A database of this size. */
export type GrowthStep = { readonly name: string; readonly accounts: number; readonly rows: number };
export type GrowthResult = { readonly step: GrowthStep; readonly slice: Slice };

/** From small to large: rows first, then accounts. */
export const GROWTH_STEPS: readonly GrowthStep[] = [
  { name: '10⁴ rows, 10³ accounts', accounts: 1_000, rows: 10_000 },
  { name: '10⁶ rows, 10³ accounts', accounts: 1_000, rows: 1_000_000 },
  { name: '10⁷ rows, 10³ accounts', accounts: 1_000, rows: 10_000_000 },
  { name: '10⁷ rows, 10⁶ accounts', accounts: 1_000_000, rows: 10_000_000 },
];
