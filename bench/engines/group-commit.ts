type Waiting<Item> = { readonly item: Item; resolve(): void; reject(error: unknown): void };

const FLIGHTS = 2;
const LONGEST_BATCH = 256;
/** Fewer than these wait for the flight that is out. */
const WORTH_A_SECOND_FLIGHT = 32;

/** Collects what arrives while a batch is under way and sends it as the next one: no timer, so nobody waits for nothing. */
export class GroupCommit<Item> {
  readonly #send: (items: readonly Item[]) => Promise<unknown>;
  #queue: Waiting<Item>[] = [];
  #flying = 0;
  #armed = false;

  constructor(send: (items: readonly Item[]) => Promise<unknown>) {
    this.#send = send;
  }

  add(item: Item): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ item, resolve, reject });
      this.#arm();
    });
  }

  #arm(): void {
    const enough = this.#flying === 0 ? 1 : WORTH_A_SECOND_FLIGHT;
    if (this.#armed || this.#flying === FLIGHTS || this.#queue.length < enough) return;
    this.#armed = true;
    setImmediate(() => void this.#fly());
  }

  async #fly(): Promise<void> {
    this.#armed = false;
    const batch = this.#queue.splice(0, LONGEST_BATCH);
    this.#flying += 1;
    this.#arm();
    try {
      await this.#send(batch.map(({ item }) => item));
      for (const { resolve } of batch) resolve();
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
    this.#flying -= 1;
    this.#arm();
  }
}
