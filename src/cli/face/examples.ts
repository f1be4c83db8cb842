import type { Command } from 'commander';

const examples = new WeakMap<Command, readonly string[]>();

/** Shown before everything else: most people look for a line that they can change. */
export function withExamples(command: Command, ...lines: readonly string[]): Command {
  examples.set(command, lines);
  return command.addHelpText('before', `Examples:\n${lines.map((each) => `  seahorse ${each}`).join('\n')}\n`);
}

/** As they are written above: without the name of the program. */
export const examplesOf = (command: Command): readonly string[] => examples.get(command) ?? [];
