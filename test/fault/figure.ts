/** One measured number of a campaign and what it must be. */
export type Figure = {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** In words, for people: `0`, `= 812`, `≤ 60`. */
  readonly goal: string;
  readonly pass: boolean;
};

export const counted = (name: string, value: number, unit = ''): Figure => ({
  name,
  value,
  unit,
  goal: '',
  pass: true,
});

export const exactly = (name: string, value: number, wanted: number, unit = ''): Figure => ({
  ...{ name, value, unit },
  goal: `= ${wanted}`,
  pass: value === wanted,
});

export const atMost = (name: string, value: number, limit: number, unit: string): Figure => ({
  ...{ name, value, unit },
  goal: `≤ ${limit}`,
  pass: value <= limit,
});

export const atLeast = (name: string, value: number, limit: number, unit: string): Figure => ({
  ...{ name, value, unit },
  goal: `≥ ${limit}`,
  pass: value >= limit,
});

export const failedFigures = (figures: readonly Figure[]): string[] =>
  figures.filter(({ pass }) => !pass).map(({ name, value, goal }) => `${name}: ${value}, wanted ${goal}`);
