import { readFile } from 'node:fs/promises';
import type { CatalogFile } from '../../domain/catalog/seed-plan.ts';
import { type KnownCodes, type Reference, referencesBeyond, unknownOf } from './catalog-file/references.ts';
import { catalogSchema } from './catalog-file/schema.ts';

/** What is wrong with a catalog file, all of it, by place. */
export class CatalogFileMistakes extends Error {
  override readonly name = 'CatalogFileMistakes';
}

const NOTHING: KnownCodes = { products: [], packages: [] };

/**
 * Reads a catalog file (JSON, see catalogs/); throws one error that lists every mistake in it. `readKnown` is asked only if
 * the file refers to what it does not contain.
 */
export async function readCatalogFile(
  path: string | URL,
  readKnown: () => Promise<KnownCodes> = async () => NOTHING,
): Promise<CatalogFile> {
  const json = await readJson(path);
  const parsed = catalogSchema.safeParse(json);
  const beyond = referencesBeyond(json);
  const unknown = beyond.length === 0 ? [] : unknownOf(beyond, await readKnown());
  const mistakes = [
    ...(parsed.error?.issues ?? []).map((issue) => `${issue.path.join('.')}: ${issue.message}`),
    ...unknown.map(describe),
  ];
  if (parsed.success && mistakes.length === 0) return parsed.data;
  throw new CatalogFileMistakes(`${path} is not a catalog:\n${mistakes.map((line) => `  ${line}`).join('\n')}`);
}

const NOUNS = { products: 'product', packages: 'package' } as const;

const describe = ({ to, code, place }: Reference): string =>
  `${place}: there is no ${NOUNS[to]} "${code}", neither in the file nor in the database`;

async function readJson(path: string | URL): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    throw new CatalogFileMistakes(`${path} is not a JSON file: ${(error as Error).message}`, { cause: error });
  }
}
