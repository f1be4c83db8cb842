import type { Command } from 'commander';
import { withExamples } from '../../face/examples.ts';
import { registerExplain } from './explain.ts';
import { registerList } from './list.ts';

export function registerUsage(program: Command): void {
  const usage = withExamples(
    program.command('usage'),
    'usage list --user usr_0192… --since 24h',
    'usage explain use_0192…',
    'usage explain --key key_0192… --since 1h',
  ).description('calls that were paid with points, and why others were refused');
  registerList(usage);
  registerExplain(usage);
}
