/** One measured number and what it must be. */
export type Figure = {
  readonly name: string;
  /** Null: not measured. */
  readonly value: number | null;
  readonly unit: string;
  /** Where we want to be. */
  readonly goal: number | null;
  /** What the exit status demands. */
  readonly floor: number | null;
  /** Null where nothing was measured: that is no success. */
  readonly pass: boolean | null;
  /** Is more better? For people: `floor` is then the least, otherwise the most. */
  readonly moreIsBetter: boolean;
  /** Why nothing was measured. */
  readonly missing: string | null;
};

type Demand = Pick<Figure, 'name' | 'unit' | 'goal' | 'floor'>;
/** A value, or why there is none. */
export type Measured = number | { readonly missing: string };

export const atLeast = (demand: Demand, measured: Measured): Figure => judged(demand, measured, true);
export const atMost = (demand: Demand, measured: Measured): Figure => judged(demand, measured, false);

function judged(demand: Demand, measured: Measured, moreIsBetter: boolean): Figure {
  if (typeof measured !== 'number') return { ...demand, value: null, pass: null, moreIsBetter, ...measured };
  const value = measured < 100 ? Math.round(measured * 100) / 100 : Math.round(measured);
  const { floor } = demand;
  // The rounded value, so that what is read and what is judged are one.
  const pass = floor === null || (moreIsBetter ? value >= floor : value <= floor);
  return { ...demand, value, pass, moreIsBetter, missing: null };
}

/** Said, not demanded. */
export const counted = (name: string, measured: Measured | null, unit: string): Figure =>
  atLeast({ name, unit, goal: null, floor: null }, measured ?? { missing: 'this machine does not tell' });

export const mustBeZero = (name: string, value: number, unit: string): Figure =>
  atMost({ name, unit, goal: 0, floor: 0 }, value);

export const missedFloors = (figures: readonly Figure[]): readonly Figure[] =>
  figures.filter(({ pass }) => pass === false);

export const reachesGoal = ({ value, goal, moreIsBetter }: Figure): boolean =>
  value !== null && goal !== null && (moreIsBetter ? value >= goal : value <= goal);

/** What `--json` prints, one line each. */
export const asJson = ({ name, value, unit, goal, floor, pass }: Figure): string =>
  JSON.stringify({ name, value, unit, goal, floor, pass });
