import { appendFileSync } from 'node:fs';
import path from 'node:path';

/** Where the processes of one run leave what they know and what they heard; set by test/run-all.ts, and nowhere else. */
export const FOLDER_VARIABLE = 'SEAHORSE_LEAK_FOLDER';

/** Where a text came from. `process`: a command line of its own, or in this process. */
export type OutputKind = 'log' | 'problem' | 'audit' | 'process' | 'mocha';
export type SecretRecord = { readonly kind: string; readonly value: string };
export type OutputRecord = { readonly from: OutputKind; readonly test: string | null; readonly text: string };

/** Shorter texts are nobody's secret: names that a test made up, such as `o-1`. */
const SHORTEST_SECRET = 16;
const LINES_AT_ONCE = 2_000;

/** Writes lines of JSON, some at a time, into files of this process; to be flushed at its end. Without a folder it writes nothing. */
export class Records {
  readonly #folder: string | null;
  readonly #known = new Set<string>();
  readonly #waiting = { secrets: [] as string[], outputs: [] as string[] };

  constructor(folder: string | null) {
    this.#folder = folder;
  }

  secret(kind: string, value: string): void {
    if (this.#folder === null || value.length < SHORTEST_SECRET || this.#known.has(value)) return;
    this.#known.add(value);
    this.#write('secrets', { kind, value } satisfies SecretRecord);
  }

  output(from: OutputKind, text: string, test: string | null = null): void {
    if (this.#folder !== null && text !== '') this.#write('outputs', { from, test, text } satisfies OutputRecord);
  }

  flush(): void {
    for (const what of ['secrets', 'outputs'] as const) {
      const lines = this.#waiting[what].splice(0);
      if (this.#folder === null || lines.length === 0) continue;
      appendFileSync(path.join(this.#folder, `${what}-${process.pid}.jsonl`), `${lines.join('\n')}\n`);
    }
  }

  #write(what: 'secrets' | 'outputs', record: object): void {
    this.#waiting[what].push(JSON.stringify(record));
    if (this.#waiting[what].length >= LINES_AT_ONCE) this.flush();
  }
}
