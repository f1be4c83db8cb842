import { createReadStream, readdirSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { OutputRecord, SecretRecord } from './records.ts';
import { SecretIndex } from './secret-index.ts';
import { suspectIn } from './token-patterns.ts';

/** Where a secret was found, and of what kind it is; never the secret. */
export type Leak = Pick<OutputRecord, 'from' | 'test'> & {
  readonly file: string;
  readonly line: number;
  readonly kind: string;
};
export type Searched = {
  /** Secrets that a test has made or used. */
  readonly known: readonly Leak[];
  /** What looks like one. */
  readonly suspected: readonly Leak[];
  /** How many secrets of each kind were looked for. */
  readonly secrets: ReadonlyMap<string, number>;
  /** How many characters of each kind of output were looked through. */
  readonly outputs: ReadonlyMap<string, number>;
};

/** Looks through all that the processes of a run have put out for all secrets that any of them knew. */
export async function findLeaks(folder: string): Promise<Searched> {
  const secrets: SecretRecord[] = [];
  for await (const { record } of recordsIn<SecretRecord>(folder, 'secrets-')) secrets.push(record);
  const index = new SecretIndex(secrets);
  const [known, suspected]: [Leak[], Leak[]] = [[], []];
  const outputs = new Map<string, number>();
  for await (const { record, ...where } of recordsIn<OutputRecord>(folder, 'outputs-')) {
    const { from, test, text } = record;
    outputs.set(from, (outputs.get(from) ?? 0) + text.length);
    known.push(...index.kindsIn(text).map((kind) => ({ ...where, from, test, kind })));
    const suspect = suspectIn(text);
    if (suspect) suspected.push({ ...where, from, test, kind: suspect });
  }
  return { known, suspected, secrets: countByKind(secrets), outputs };
}

async function* recordsIn<T>(folder: string, prefix: string) {
  for (const file of readdirSync(folder).filter((name) => name.startsWith(prefix))) {
    let line = 0;
    const input = createReadStream(path.join(folder, file), 'utf8');
    for await (const json of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      line += 1;
      yield { file, line, record: JSON.parse(json) as T };
    }
  }
}

/** A secret counts once, however many processes knew it. */
function countByKind(secrets: readonly SecretRecord[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [, kind] of new Map(secrets.map(({ kind, value }) => [value, kind]))) {
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return counts;
}
