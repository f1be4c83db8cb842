import type { Command } from 'commander';
import { registerDuplicates } from './duplicates.ts';
import { registerMerge } from './merge.ts';
import { registerShow } from './show.ts';

export function registerUsers(program: Command): void {
  const users = program.command('users').description('people: who they are, and two who are one');
  registerShow(users);
  registerDuplicates(users);
  registerMerge(users);
}
