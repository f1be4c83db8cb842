/** What a command ends with, for scripts; docs/operators/commands.md says so to people. */
export const EXIT = {
  done: 0,
  /** It could not be done; standard error says why. */
  failed: 1,
  /** The command line is wrong. */
  usage: 2,
  /** A check did its work, and found what should not be. */
  differences: 3,
  /** Some of it was done; what was not, is told. */
  partly: 4,
  /** A rule forbids it, however often it is said. */
  refused: 5,
  /** Something is out of reach at the moment: the same command may do later (EX_TEMPFAIL of sysexits.h). */
  tryLater: 75,
} as const;
