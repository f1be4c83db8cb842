import type { Load, Slice } from '../contender.ts';

/** Everybody under one load, round after round. Slices of one round were measured beside each other, so they compare. */
export type Cell = {
  readonly load: Load;
  /** By the contender's name; the same number of slices for each. */
  readonly slices: ReadonlyMap<string, readonly Slice[]>;
};
