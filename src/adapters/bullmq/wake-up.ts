/** A pause that can be cut short. */
export class WakeUp {
  #wake: () => void = () => {};

  now(): void {
    this.#wake();
  }

  async orAfter(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
