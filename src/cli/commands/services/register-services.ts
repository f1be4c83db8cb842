import type { Command } from 'commander';
import { registerAccess, registerReturns, registerSwitches } from './change.ts';
import { registerCreate } from './create.ts';
import { registerRotate, registerSecret } from './credentials.ts';
import { registerEnd } from './end.ts';
import { registerList, registerShow } from './look.ts';

/** What is shown once goes to standard output alone, so that it can be piped into a vault; what it means, to standard error. */
export function registerServices(program: Command): void {
  const services = program.command('services').description('backend services that may use the internal API');
  registerCreate(services);
  registerList(services);
  registerShow(services);
  registerAccess(services);
  registerReturns(services);
  registerRotate(services);
  registerSecret(services);
  registerEnd(services);
  registerSwitches(services);
}
