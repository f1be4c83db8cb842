import { closeSync, existsSync, fdatasyncSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';

/** An append-only file of JSON lines. `append` returns once the line is on the disk. */
export type Journal = { append(entry: unknown): void; close(): void };

const closed = new Error('the journal is closed');

type Reading = { readonly entries: unknown[]; readonly soundBytes: number };

/** A crash while writing can spoil only the last line, and nobody was answered on its strength: it is dropped. */
function readEntries(content: Buffer): Reading {
  const entries: unknown[] = [];
  let start = 0;
  for (let end = content.indexOf(0x0a); end !== -1; end = content.indexOf(0x0a, start)) {
    try {
      entries.push(JSON.parse(content.toString('utf8', start, end)));
    } catch (cause) {
      if (end + 1 < content.length) throw new Error(`the journal is damaged at byte ${start}`, { cause });
      return { entries, soundBytes: start };
    }
    start = end + 1;
  }
  return { entries, soundBytes: start };
}

function writeWhole(file: number, bytes: Buffer, position: number): void {
  for (let written = 0; written < bytes.length; ) {
    written += writeSync(file, bytes, written, bytes.length - written, position + written);
  }
  fdatasyncSync(file);
}

export function openJournal(path: string): { readonly journal: Journal; readonly entries: unknown[] } {
  const { entries, soundBytes } = readEntries(existsSync(path) ? readFileSync(path) : Buffer.alloc(0));
  const file = openSync(path, existsSync(path) ? 'r+' : 'w+', 0o600);
  ftruncateSync(file, soundBytes);
  let position = soundBytes;
  let broken: unknown;
  const append = (entry: unknown): void => {
    // After a failed write it is unknown what the disk holds; answering further requests could contradict it.
    if (broken) throw new Error('the journal takes no more entries', { cause: broken });
    const bytes = Buffer.from(`${JSON.stringify(entry)}\n`);
    try {
      writeWhole(file, bytes, position);
    } catch (failure) {
      broken = failure;
      throw failure;
    }
    position += bytes.length;
  };
  const close = (): void => {
    if (broken === closed) return;
    // A late append must not reach a file that has got this descriptor since.
    broken = closed;
    closeSync(file);
  };
  return { journal: { append, close }, entries };
}
