import tab from '@bomb.sh/tab/commander';
import type { Command } from 'commander';
import { withExamples } from '../face/examples.ts';

/**
 * `completion bash` prints a script for a shell; at each press of the tab key it has `seahorse complete` say what may follow. To be
 * registered last, since both know only the commands that are there.
 */
export function registerCompletion(program: Command): void {
  tab(program, { completionCommandName: 'completion' });
  const completion = program.commands.find((command) => command.name() === 'completion');
  if (!completion) return;
  withExamples(completion, 'completion bash', 'completion zsh', 'completion fish').description(
    'print a script with which a shell completes commands, options and what may follow them',
  );
}
