import { readFile, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import type { Command } from 'commander';
import { type Leaf, leafCommands } from '../src/cli/face/leaf-commands.ts';
import { buildProgram } from '../src/cli/program.ts';

export const COMMANDS_PAGE = new URL('../docs/operators/commands.md', import.meta.url);

const BEGINS = '| command | does |\n|---|---|\n';

/** What the program says of itself, one row for each command. */
export const commandTable = (program: Command): string =>
  BEGINS + leafCommands(program).filter(isShown).map(rowOf).join('');

/** The page with the table of today in the place of the one that it has. */
export function withTable(page: string, table: string): string {
  const begins = page.indexOf(BEGINS);
  const ends = page.indexOf('\n\n', begins) + 1;
  if (begins < 0 || ends === 0) throw new Error('the page has no table of commands');
  return page.slice(0, begins) + table + page.slice(ends);
}

/** Shells ask `complete`; people are not shown it. */
const isShown = ({ name }: Leaf): boolean => name !== 'complete';

function rowOf({ name, command }: Leaf): string {
  const parts = command.registeredArguments.map((argument) => {
    const inner = argument.name() + (argument.variadic ? '...' : '');
    return argument.required ? `<${inner}>` : `[${inner}]`;
  });
  return `| \`${[name, ...parts].join(' ')}\` | ${command.description().replaceAll('|', '\\|')} |\n`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const page = await readFile(COMMANDS_PAGE, 'utf8');
  await writeFile(COMMANDS_PAGE, withTable(page, commandTable(buildProgram())));
}
