import type { Command } from 'commander';
import { registerClose } from './close.ts';
import { registerDuplicates } from './duplicates.ts';
import { registerMerge } from './merge.ts';
import { registerShow } from './show.ts';
import { registerSignOut } from './sign-out.ts';

export function registerUsers(program: Command): void {
  const users = program.command('users').description('people: who they are, two who are one, and those who go');
  registerShow(users);
  registerDuplicates(users);
  registerMerge(users);
  registerSignOut(users);
  registerClose(users);
}
