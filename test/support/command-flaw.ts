import type { Command } from 'commander';
import { buildProgram } from '../../src/cli/program.ts';

/** Why `seahorse services allow <name> <operation>` is nothing that can be run; null if it can. Arguments are not looked at. */
export function commandFlaw(text: string): string | null {
  const [, ...words] = text.split(/\s+/);
  let command: Command = buildProgram();
  for (const word of words) {
    if (command.commands.length === 0) break;
    const found = command.commands.find((each) => each.name() === word);
    if (!found) return `there is no ${word} in ${command.name()}`;
    command = found;
  }
  if (command.commands.length > 0) return `${command.name()} alone is no command`;
  const unknown = words.filter((word) => word.startsWith('--') && !command.options.some(({ long }) => long === word));
  return unknown.length > 0 ? `${command.name()} has no ${unknown.join(', ')}` : null;
}
