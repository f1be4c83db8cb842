import type { Command } from 'commander';
import { registerFind, registerList, registerShow } from './look.ts';
import { registerMake } from './make.ts';
import { registerVoid } from './void.ts';

/** Codes go to standard output, or into a file, alone; what is said about them, to standard error. */
export function registerCodes(program: Command): void {
  const codes = program.command('codes').description('redemption codes: points for whoever has one');
  registerMake(codes);
  registerList(codes);
  registerShow(codes);
  registerFind(codes);
  registerVoid(codes);
}
