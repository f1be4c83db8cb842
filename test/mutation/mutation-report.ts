/** What is read of Stryker's JSON report (mutation-testing-report-schema). */
export type MutationReport = { readonly files: Readonly<Record<string, MutatedFile>> };
export type MutatedFile = { readonly source: string; readonly mutants: readonly Mutant[] };
export type Mutant = {
  readonly status: MutantStatus;
  readonly mutatorName: string;
  readonly replacement?: string;
  readonly location: { readonly start: Position; readonly end: Position };
};
export type MutantStatus =
  | 'Killed'
  | 'Timeout'
  | 'Survived'
  | 'NoCoverage'
  | 'Ignored'
  | 'RuntimeError'
  | 'CompileError'
  | 'Pending';
/** Both count from 1. */
type Position = { readonly line: number; readonly column: number };

/** A change that no test has noticed, by its text: lines move. */
export type Survivor = { readonly file: string; readonly original: string; readonly replacement: string };

/** What has come of one area. A mutant that never ends is noticed, too; one that breaks the loading of its file is none. */
export type AreaResult = {
  /** The day on which it was run, and the commit. */
  readonly day: string;
  readonly commit: string;
  /** How it came about, where that was not one run. */
  readonly remark?: string;
  readonly killed: number;
  readonly timedOut: number;
  readonly ignored: number;
  readonly survivors: readonly Survivor[];
};

export function resultOf({ files }: MutationReport, run: Pick<AreaResult, 'day' | 'commit'>): AreaResult {
  const all = Object.entries(files).flatMap(([file, { source, mutants }]) =>
    mutants.map((mutant) => ({ status: mutant.status, survivor: survivorOf(file, source, mutant) })),
  );
  const count = (status: MutantStatus): number => all.filter((mutant) => mutant.status === status).length;
  const survived = all.filter(({ status }) => status === 'Survived' || status === 'NoCoverage');
  return {
    ...run,
    ...{ killed: count('Killed'), timedOut: count('Timeout'), ignored: count('Ignored') },
    survivors: survived.map(({ survivor }) => survivor),
  };
}

/** Of all that could be noticed, in percent. */
export function scoreOf({ killed, timedOut, survivors }: AreaResult): number {
  const noticed = killed + timedOut;
  return (100 * noticed) / (noticed + survivors.length);
}

function survivorOf(file: string, source: string, { location, replacement = '' }: Mutant): Survivor {
  const { start, end } = location;
  const lines = source.split('\n').slice(start.line - 1, end.line);
  lines.push((lines.pop() ?? '').slice(0, end.column - 1));
  lines.unshift((lines.shift() ?? '').slice(start.column - 1));
  return { file, original: oneLine(lines.join('\n')), replacement: oneLine(replacement) };
}

export const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();
