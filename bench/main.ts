import { readArguments, UnknownArgument, USAGE } from './arguments.ts';
import { figuresOf } from './figures/compute-figures.ts';
import { asJson, missedFloors } from './figures/figure.ts';
import { isWhole } from './plan.ts';
import { printCells } from './report/print-cells.ts';
import { printTable } from './report/print-table.ts';
import { writePage } from './report/write-page.ts';
import { runBench } from './run-bench.ts';

/** More than that, and the ratios say as much about the neighbours. */
const TOO_BUSY = 0.2;

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UnknownArgument)) throw error;
  console.error(`${error.message}\n\n${USAGE}`);
  process.exitCode = 2;
}

/** What is said on the way goes to standard error: standard output is for the figures. */
async function main(args: readonly string[]): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) {
    console.log(USAGE);
    return 0;
  }
  const { plan, json } = readArguments(args);
  const results = await runBench(plan, (line) => console.error(line));
  const figures = figuresOf(results);
  const lines = json ? figures.map(asJson) : [...printTable(figures), ...printCells(results), ''];
  for (const line of lines) console.log(line);
  if (isWhole(plan)) console.error(`written: ${(await writePage(results, figures)).join(', ')}`);
  if ((results.othersShare ?? 0) > TOO_BUSY)
    console.error('this machine was busy with other things: measure again when it is not');
  const missed = missedFloors(figures);
  if (missed.length > 0) console.error(`\nmissed:\n${missed.map(({ name }) => `  ${name}`).join('\n')}`);
  return missed.length > 0 ? 1 : 0;
}
