import { previewSeed } from '../../application/catalog/preview-seed.ts';
import { readCatalog } from '../../application/catalog/read-catalog.ts';
import { seedCatalog } from '../../application/catalog/seed-catalog.ts';
import type { CatalogFile, SeedPlan } from '../../domain/catalog/seed-plan.ts';
import { countChanges, describeSeedPlan } from '../system/catalog-file/describe-seed-plan.ts';
import type { KnownCodes } from '../system/catalog-file/references.ts';
import { confirm } from '../system/confirm.ts';
import { ExpectedFailure } from '../system/expected-failure.ts';
import { CatalogFileMistakes, readCatalogFile } from '../system/read-catalog-file.ts';
import { UsageError } from './usage-error.ts';
import { type Tools, withDatabase } from './with-database.ts';

export type SeedOptions = { readonly dryRun?: true; readonly yes?: true };

export async function seedFromFile(path: string, options: SeedOptions): Promise<void> {
  const file = await readCatalogFile(path, codesInDatabase).catch((error: unknown) => {
    throw error instanceof CatalogFileMistakes ? new UsageError(error.message) : error;
  });
  await withDatabase((tools) => showAndSeed(tools, file, options));
}

const codesInDatabase = (): Promise<KnownCodes> =>
  withDatabase(async (tools) => {
    const { products, packages } = await readCatalog(tools)();
    return { products: products.map(({ code }) => code), packages: packages.map(({ code }) => code) };
  });

async function showAndSeed(tools: Tools, file: CatalogFile, { dryRun, yes }: SeedOptions): Promise<void> {
  const plan = await previewSeed(tools)(file);
  for (const line of describeSeedPlan(plan)) console.log(line);
  if (plan.every(({ change }) => change === 'unchanged')) return console.log('nothing to change');
  if (dryRun) return console.log(`dry run: ${countChanges(plan)}`);
  if (!yes && plan.some(({ change }) => change === 'changed')) await approve(plan);
  const outcome = await seedCatalog(tools)(file, plan);
  if (outcome.kind === 'outdated') throw new ExpectedFailure('the catalog has changed meanwhile: run it again');
  console.log(`seeded: ${countChanges(plan)}`);
}

/** What is sold changes for everybody; to add something harms nobody. */
async function approve(plan: SeedPlan): Promise<void> {
  const answer = await confirm(`Change this? (${countChanges(plan)})`);
  if (answer === 'nobody_to_ask') throw new UsageError('this changes what exists: run it with --yes, or at a terminal');
  if (answer === 'no') throw new ExpectedFailure('nothing was changed');
}
