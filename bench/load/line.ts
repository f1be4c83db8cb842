/** What an answer that should have been another one counts as. */
export const FAILED = -1;

/** Takes one question at a time: a connection, or a caller in this process. */
export type Line = {
  /** Answers the points that were taken, or FAILED. */
  ask(answered: (points: number) => void): void;
  /** Nothing will be answered any more. */
  readonly broken: boolean;
  close(): void;
};
