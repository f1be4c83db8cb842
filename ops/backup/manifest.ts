import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

/** What a backup says of itself, in `manifest.json`. */
const manifest = z.strictObject({
  made_at: z.iso.datetime(),
  /** `dump`: database.dump, for pg_restore. `copy`: a data folder of PostgreSQL in database/, for the same major version. */
  method: z.enum(['dump', 'copy']),
  postgres: z.string(),
  seal: z.strictObject({ no: z.string(), digest: z.string().regex(/^[0-9a-f]{64}$/) }),
  /** Before the backup was made, of tables from which nothing is ever removed. */
  rows: z.record(z.string(), z.number()),
  has_root_secret: z.boolean(),
});
export type Manifest = z.infer<typeof manifest>;

const FILE = 'manifest.json';

export const writeManifest = (folder: string, content: Manifest): Promise<void> =>
  writeFile(path.join(folder, FILE), `${JSON.stringify(manifest.parse(content), null, 2)}\n`);

export const readManifest = async (folder: string): Promise<Manifest> =>
  manifest.parse(JSON.parse(await readFile(path.join(folder, FILE), 'utf8')));
