/** Ends the request when nothing comes, or when the page wants it. */
export class Watchdog {
  readonly #aborter = new AbortController();
  readonly #outer: AbortSignal;
  readonly #abort = (): void => this.#aborter.abort();
  #timer: ReturnType<typeof setTimeout> | undefined;
  hasBarked = false;

  constructor(outer: AbortSignal) {
    this.#outer = outer;
    outer.addEventListener('abort', this.#abort);
    if (outer.aborted) this.#abort();
  }

  get signal(): AbortSignal {
    return this.#aborter.signal;
  }

  restart(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.hasBarked = true;
      this.#abort();
    }, ms);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#outer.removeEventListener('abort', this.#abort);
    this.#abort();
  }
}
