export const GROUPS = ['http', 'in-process', 'guarantees', 'paced', 'growth'] as const;
export type Group = (typeof GROUPS)[number];

/** What a run measures, and for how long. */
export type Plan = {
  readonly groups: readonly Group[];
  readonly connections: readonly number[];
  readonly rounds: number;
  /** Of a slice. */
  readonly seconds: number;
  /** Nobody takes part who is in no figure. */
  readonly figuresOnly: boolean;
};

const STANDARD: readonly Group[] = ['http', 'in-process', 'guarantees', 'paced'];

export const FULL: Plan = {
  groups: STANDARD,
  connections: [1, 16, 64, 256],
  rounds: 5,
  seconds: 2,
  figuresOnly: false,
};
/** Ends after a good minute. */
export const QUICK: Plan = { groups: ['http'], connections: [64], rounds: 2, seconds: 1, figuresOnly: true };

/** The page in docs/ shows no part of a picture. */
export const isWhole = ({ groups, connections, rounds, seconds, figuresOnly }: Plan): boolean =>
  !figuresOnly &&
  STANDARD.every((group) => groups.includes(group)) &&
  FULL.connections.every((count) => connections.includes(count)) &&
  rounds >= FULL.rounds &&
  seconds >= FULL.seconds;
