export type Callbacks = {
  readonly success?: (answer: object) => void;
  readonly fail?: (error: object) => void;
  readonly complete?: (either: object) => void;
};
/** As the mini-program has given them: whatever it likes. */
export type Given = Readonly<Record<string, unknown>> & Callbacks;

/** What WeChat says after `name:fail`. */
export class Refused extends Error {
  readonly more: object;

  constructor(reason: string, more: object = {}) {
    super(reason);
    this.more = more;
  }
}

/** A function of wx that answers later: to its callbacks, or as a promise where it has none. */
export const later =
  (name: string, run: (given: Given) => unknown) =>
  (given: Given = {}): Promise<object> | undefined => {
    const answer = (async () => ({ errMsg: `${name}:ok`, ...((await run(given)) as object) }))().catch(
      (error: unknown) => {
        if (!(error instanceof Refused)) throw error;
        throw { errMsg: `${name}:fail ${error.message}`, ...error.more };
      },
    );
    if (!given.success && !given.fail && !given.complete) return answer;
    void answer.then(
      (done) => {
        given.success?.(done);
        given.complete?.(done);
      },
      (error: object) => {
        given.fail?.(error);
        given.complete?.(error);
      },
    );
    return undefined;
  };

export const textOf = (given: Given, name: string): string => {
  const value = given[name];
  if (typeof value === 'string') return value;
  throw new Refused(`parameter error: parameter.${name} should be String`);
};
