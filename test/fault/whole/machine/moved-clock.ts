import { existsSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** Where Debian's package `libfaketime` has it. */
const FAKETIME = ['x86_64', 'aarch64']
  .map((kind) => `/usr/lib/${kind}-linux-gnu/faketime/libfaketime.so.1`)
  .find((file) => existsSync(file));
const SHIFT_DATE = pathToFileURL(path.join(import.meta.dirname, 'shift-date.mjs')).href;

/** PostgreSQL is told another time only by a library that this machine may not have. */
export const canMovePostgres = FAKETIME !== undefined;

/**
 * The clock of one process, kept in a file and moved while the process runs, as when somebody sets the clock of a machine.
 * Timers go on as before: they count from the start of a machine, not by its clock.
 */
export class MovedClock {
  readonly #file: string;
  #byMs = 0;
  /** The most that it has been ahead of there, and behind. */
  furthestAheadMs = 0;
  furthestBehindMs = 0;

  constructor(folder: string, name: string) {
    this.#file = path.join(folder, `${name}.clock`);
    this.moveTo(0);
  }

  /** How far it is from the clock of this machine now. */
  get byMs(): number {
    return this.#byMs;
  }

  get furthestMs(): number {
    return Math.max(this.furthestAheadMs, this.furthestBehindMs);
  }

  /** Seconds, as the library reads them; nobody sees half of them. */
  moveTo(byMs: number): void {
    this.#byMs = byMs;
    this.furthestAheadMs = Math.max(this.furthestAheadMs, byMs);
    this.furthestBehindMs = Math.max(this.furthestBehindMs, -byMs);
    const [seconds, aside] = [byMs / 1_000, `${this.#file}.new`];
    writeFileSync(aside, `${seconds < 0 ? '' : '+'}${seconds}\n`, { mode: 0o644 });
    renameSync(aside, this.#file);
  }

  /** For a program of ours. */
  get ofNode(): Readonly<Record<string, string>> {
    return { NODE_OPTIONS: `--import=${SHIFT_DATE}`, SHIFT_DATE_FILE: this.#file };
  }

  get ofPostgres(): Readonly<Record<string, string>> {
    if (!FAKETIME) return {};
    return {
      ...{ LD_PRELOAD: FAKETIME, FAKETIME_TIMESTAMP_FILE: this.#file, FAKETIME_NO_CACHE: '1' },
      ...{ FAKETIME_DONT_FAKE_MONOTONIC: '1', DONT_FAKE_MONOTONIC: '1' },
    };
  }
}
