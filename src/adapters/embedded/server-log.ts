import { open, readFile, rename, stat } from 'node:fs/promises';
import path from 'node:path';

const ROTATE_AT_BYTES = 10_000_000;

export type ServerLog = {
  readonly fd: number;
  close(): Promise<void>;
  sinceOpened(): Promise<string>;
};

export async function openServerLog(dir: string): Promise<ServerLog> {
  const file = path.join(dir, 'postgres.log');
  const size = (await stat(file).catch(() => undefined))?.size ?? 0;
  const rotate = size > ROTATE_AT_BYTES;
  if (rotate) await rename(file, `${file}.1`);
  const start = rotate ? 0 : size;
  const handle = await open(file, 'a', 0o600);
  return {
    fd: handle.fd,
    close: () => handle.close(),
    sinceOpened: async () => (await readFile(file)).subarray(start).toString(),
  };
}
