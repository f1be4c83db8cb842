import type { Survivor } from './mutation-report.ts';
import reasons from './reasons.json' with { type: 'json' };

/** Why nobody has to notice these mutants, as files. */
export type Reason = { readonly reason: string; readonly mutants: readonly Survivor[] };

export const REASONS: readonly Reason[] = reasons;

const isSame = (one: Survivor, other: Survivor): boolean =>
  one.file === other.file && one.original === other.original && one.replacement === other.replacement;

export const reasonFor = (survivor: Survivor, all: readonly Reason[] = REASONS): string | null =>
  all.find(({ mutants }) => mutants.some((mutant) => isSame(mutant, survivor)))?.reason ?? null;

/** Reasons for mutants that are noticed by now, in the files of these results. */
export function idleReasons(
  survivors: readonly Survivor[],
  isMutated: (file: string) => boolean,
  all: readonly Reason[] = REASONS,
): Survivor[] {
  return all
    .flatMap(({ mutants }) => mutants)
    .filter((mutant) => isMutated(mutant.file) && !survivors.some((survivor) => isSame(survivor, mutant)));
}
