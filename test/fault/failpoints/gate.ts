/** Before the call leaves our code, or after it has come back to it. */
export type When = 'before' | 'after';
export type Crossing = { readonly name: string; readonly when: When };
/** A place at which a process can die: the nth time that it crosses there. */
export type Point = Crossing & { readonly nth: number };

export const pointName = ({ name, when, nth }: Point): string => `${name}: ${when}${nth > 1 ? ` #${nth}` : ''}`;

/** Of one process: counts what it crosses, and ends it at a point. */
export class Gate {
  readonly crossed: Point[] = [];
  readonly death: Promise<void>;
  readonly #counts = new Map<string, number>();
  readonly #deadly: Point | null;
  #die: () => void = () => {};
  #isDead = false;

  /** Null: nobody dies. */
  constructor(deadly: Point | null = null) {
    this.#deadly = deadly;
    this.death = new Promise((resolve) => {
      this.#die = resolve;
    });
  }

  get isDead(): boolean {
    return this.#isDead;
  }

  /** Of a dead process nothing goes on: what it waits for never comes. */
  async cross(name: string, when: When): Promise<void> {
    if (this.#isDead) return never();
    const nth = (this.#counts.get(`${name} ${when}`) ?? 0) + 1;
    this.#counts.set(`${name} ${when}`, nth);
    this.crossed.push({ name, when, nth });
    const deadly = this.#deadly;
    if (deadly?.name !== name || deadly.when !== when || deadly.nth !== nth) return;
    this.#isDead = true;
    this.#die();
    return never();
  }

  /** What comes of it while the process lives. */
  async whileAlive<T>(outcome: PromiseLike<T>): Promise<T> {
    try {
      const value = await outcome;
      return this.#isDead ? never() : value;
    } catch (error) {
      if (this.#isDead) return never();
      throw error;
    }
  }
}

const never = (): Promise<never> => new Promise(() => {});
