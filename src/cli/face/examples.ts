import type { Command } from 'commander';

/** Shown before everything else: most people look for a line that they can change. */
export const withExamples = (command: Command, ...examples: readonly string[]): Command =>
  command.addHelpText('before', `Examples:\n${examples.map((each) => `  seahorse ${each}`).join('\n')}\n`);
