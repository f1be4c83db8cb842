import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Stryker } from '@stryker-mutator/core';
import { type Area, RUN } from './areas.ts';
import type { MutationReport } from './mutation-report.ts';

/** Where Stryker works and remembers; git and Biome pass it over. */
const FOLDER = '.data/mutation';
const WORDS = fileURLToPath(new URL('ignore-words.js', import.meta.url));

/** Tries every mutant of the area, or every one that is not known from an earlier run. */
export async function runStryker(
  name: string,
  { mutate, tests }: Area,
  { fromScratch }: { readonly fromScratch: boolean },
): Promise<MutationReport> {
  const fileName = `${FOLDER}/${name}.json`;
  const stryker = new Stryker({
    mutate: [...mutate],
    ignorePatterns: ['/*', '!/migrations', '!/simulator', '!/src', '!/test', '!/package.json', '!/tsconfig.json'],
    testRunner: 'mocha',
    // Files run as they are, without a step that builds them; their types are the business of npm run types.
    testRunnerNodeArgs: ['--import', 'tsx'],
    mochaOptions: { spec: [...tests], require: ['test/mutation/short-properties.ts'], grep: RUN },
    coverageAnalysis: 'perTest',
    ignoreStatic: true,
    // A machine that is busy with other things does not kill a mutant.
    timeoutMS: 30_000,
    concurrency: 1,
    incremental: true,
    force: fromScratch,
    incrementalFile: `${FOLDER}/${name}-incremental.json`,
    tempDirName: `${FOLDER}/sandbox-${name}`,
    plugins: ['@stryker-mutator/mocha-runner', WORDS],
    ignorers: ['words'],
    reporters: ['json', 'progress-append-only'],
    jsonReporter: { fileName },
    allowConsoleColors: false,
  });
  await stryker.runMutationTest();
  return JSON.parse(await readFile(fileName, 'utf8')) as MutationReport;
}
