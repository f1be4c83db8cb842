import type { Command } from 'commander';
import { registerInspect } from './inspect.ts';
import { registerList } from './list.ts';
import { registerPatterns } from './patterns.ts';
import { registerRevoke } from './revoke.ts';

export function registerKeys(program: Command): void {
  const keys = program.command('keys').description('API keys and other tokens');
  registerList(keys);
  registerRevoke(keys);
  registerInspect(keys);
  registerPatterns(keys);
}
