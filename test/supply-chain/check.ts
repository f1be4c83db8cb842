import { atMost, exactly, type Figure } from '../fault/figure.ts';

/** A figure, and what it counts where that must be nothing. */
export type Check = { readonly figure: Figure; readonly offenders: readonly string[] };

export const none = (name: string, offenders: readonly string[]): Check => ({
  figure: exactly(name, offenders.length, 0),
  offenders,
});

export const few = (name: string, all: readonly string[], limit: number): Check => ({
  figure: atMost(name, all.length, limit, ''),
  offenders: [],
});
