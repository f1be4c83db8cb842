/** One piece of the system that can be hurt by itself. */
export type Part = {
  readonly name: string;
  start(): Promise<void>;
  /** Resolves once it has ended (SIGKILL, SIGTERM), or at once (SIGSTOP, SIGCONT). */
  kill(signal: NodeJS.Signals): Promise<void>;
  /** Until it does its work; throws if it does not come to that. */
  ready(): Promise<void>;
};
