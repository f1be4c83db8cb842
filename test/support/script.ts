/** Answers that a test has prepared, given once each; then the usual ones. */
export class Script<T> {
  readonly #prepared: (T | Error | (() => T | Promise<T>))[] = [];

  gives(...answers: readonly (T | Error | (() => T | Promise<T>))[]): void {
    this.#prepared.push(...answers);
  }

  async next(usual: () => T): Promise<T> {
    const answer = this.#prepared.shift();
    if (answer === undefined) return usual();
    if (answer instanceof Error) throw answer;
    return typeof answer === 'function' ? (answer as () => T | Promise<T>)() : answer;
  }
}
