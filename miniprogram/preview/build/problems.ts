export type Problem = { readonly level: 'error' | 'warning'; readonly where: string; readonly message: string };

/** What is wrong with the sources. Everything is looked at before anybody is told, so that one run names every mistake. */
export class Problems {
  readonly #found: Problem[] = [];

  error(where: string, message: string): void {
    this.#found.push({ level: 'error', where, message });
  }

  warning(where: string, message: string): void {
    this.#found.push({ level: 'warning', where, message });
  }

  get all(): readonly Problem[] {
    return this.#found;
  }

  get errors(): readonly Problem[] {
    return this.#found.filter(({ level }) => level === 'error');
  }
}

export const toText = ({ level, where, message }: Problem): string => `${level}: ${where}: ${message}`;
