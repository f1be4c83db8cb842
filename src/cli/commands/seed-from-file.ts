import { z } from 'zod';
import { previewSeed } from '../../application/catalog/preview-seed.ts';
import { readCatalog } from '../../application/catalog/read-catalog.ts';
import { seedCatalog } from '../../application/catalog/seed-catalog.ts';
import type { CatalogFile, SeedPlan } from '../../domain/catalog/seed-plan.ts';
import type { Tell } from '../face/answer.ts';
import { TryLater } from '../face/failures.ts';
import { countChanges, describeSeedPlan } from '../system/catalog-file/describe-seed-plan.ts';
import type { KnownCodes } from '../system/catalog-file/references.ts';
import { writePlanned } from '../system/catalog-file/write-entries.ts';
import { CatalogFileMistakes, readCatalogFile } from '../system/read-catalog-file.ts';
import { approve } from './approve.ts';
import { UsageError } from './usage-error.ts';
import { type Tools, withDatabase } from './with-database.ts';

export type SeedOptions = { readonly dryRun?: true; readonly yes?: true; readonly json?: true };

const Entry = z.record(z.string(), z.unknown());
export const SeededShape = z.strictObject({
  dry_run: z.boolean(),
  entries: z.array(
    z.strictObject({
      change: z.enum(['added', 'changed', 'unchanged']),
      what: z.enum(['product', 'package', 'promotion', 'api']),
      code: z.string(),
      before: Entry.nullable().meta({ description: 'as a catalog file has it; null: there was none' }),
      after: Entry,
    }),
  ),
});

export async function seedFromFile(path: string, options: SeedOptions, tell: Tell<typeof SeededShape>): Promise<void> {
  const file = await readCatalogFile(path, codesInDatabase).catch((error: unknown) => {
    throw error instanceof CatalogFileMistakes ? new UsageError(error.message) : error;
  });
  await withDatabase(async (tools) => {
    const plan = await previewSeed(tools)(file);
    if (!options.json) for (const line of describeSeedPlan(plan)) console.log(line);
    const said = await seed(tools, file, plan, options);
    tell({ dry_run: options.dryRun ?? false, entries: plan.map(entryJson) }, () => said);
  });
}

const codesInDatabase = (): Promise<KnownCodes> =>
  withDatabase(async (tools) => {
    const { products, packages } = await readCatalog(tools)();
    return { products: products.map(({ code }) => code), packages: packages.map(({ code }) => code) };
  });

/** Gives what people are told at the end. What is sold changes for everybody; to add something harms nobody. */
async function seed(tools: Tools, file: CatalogFile, plan: SeedPlan, { dryRun, yes }: SeedOptions): Promise<string> {
  const counts = countChanges(plan);
  if (plan.every(({ change }) => change === 'unchanged')) return 'nothing to change';
  if (dryRun) return `dry run: ${counts}`;
  if (plan.some(({ change }) => change === 'changed')) {
    await approve(yes, `Change this? (${counts})`, 'changes what exists');
  }
  const outcome = await seedCatalog(tools)(file, plan);
  if (outcome.kind === 'outdated') throw new TryLater('the catalog has changed meanwhile: run it again');
  return `seeded: ${counts}`;
}

function entryJson(entry: SeedPlan[number]) {
  const [before, after] = writePlanned(entry);
  return { change: entry.change, what: entry.what, code: entry.code, before, after };
}
