/** So many at once, and of each so many: one who opens a hundred does not keep the others out. */
export class Admissions {
  readonly #most: number;
  readonly #mostOfOne: number;
  readonly #inside = new Map<string, number>();
  #total = 0;

  constructor(most: number, mostOfOne: number) {
    this.#most = most;
    this.#mostOfOne = mostOfOne;
  }

  /** Answers how to leave, which counts once; null: there is no room. */
  enter(name: string): (() => void) | null {
    const before = this.#inside.get(name) ?? 0;
    if (this.#total >= this.#most || before >= this.#mostOfOne) return null;
    this.#total += 1;
    this.#inside.set(name, before + 1);
    let isInside = true;
    return () => {
      if (!isInside) return;
      isInside = false;
      this.#total -= 1;
      const left = (this.#inside.get(name) ?? 1) - 1;
      if (left > 0) this.#inside.set(name, left);
      else this.#inside.delete(name);
    };
  }
}
