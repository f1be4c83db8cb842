import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { ExpectedFailure } from './expected-failure.ts';

const BYTES = 32;
const LENGTH = 43;

/** The secret in this file, which is made when there is none; of several processes that make it at once, one is first. */
export async function keptSecret(file: string): Promise<string> {
  const kept = await read(file);
  if (kept === null) await make(file);
  const secret = kept ?? (await read(file)) ?? '';
  if (secret.length >= LENGTH) return secret;
  throw new ExpectedFailure(`${file} holds no secret; bring it back from a backup, or remove it and make new secrets`);
}

async function read(file: string): Promise<string | null> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw new ExpectedFailure(`${file} cannot be read (${codeOf(error)})`);
  }
}

/** Whole and on the disk before it has its name: a secret that got lost would take all that is sealed with it. */
async function make(file: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  const handle = await open(draft, 'wx', 0o600);
  try {
    await handle.writeFile(randomBytes(BYTES).toString('base64url'));
    await handle.sync();
    await link(draft, file).catch((error: unknown) => {
      if (codeOf(error) !== 'EEXIST') throw error;
    });
  } finally {
    await handle.close();
    await rm(draft, { force: true });
  }
}

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;
