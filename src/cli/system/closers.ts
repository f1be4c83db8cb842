/** What has been opened, to be closed in the opposite order. */
export class Closers {
  readonly #open: { readonly name: string; readonly close: () => Promise<unknown> }[] = [];
  readonly #report: (name: string, error: unknown) => void;
  #closing: Promise<void> | null = null;

  constructor(report: (name: string, error: unknown) => void) {
    this.#report = report;
  }

  add(name: string, close: () => Promise<unknown>): void {
    this.#open.push({ name, close });
  }

  /** Once, however often it is called. One part that fails to close does not keep the others open. */
  close(): Promise<void> {
    this.#closing ??= this.#closeAll();
    return this.#closing;
  }

  async #closeAll(): Promise<void> {
    for (const { name, close } of this.#open.reverse()) {
      await close().catch((error: unknown) => this.#report(name, error));
    }
  }
}
