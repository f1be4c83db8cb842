import type { Command } from 'commander';
import { registerApprove, registerReject } from './decide.ts';
import { registerList, registerShow } from './look.ts';
import { registerRequest } from './request.ts';

/** They only write to the database: what is to be sent, the workers send. */
export function registerRefunds(program: Command): void {
  const refunds = program.command('refunds').description('money that goes back');
  registerRequest(refunds);
  registerApprove(refunds);
  registerReject(refunds);
  registerList(refunds);
  registerShow(refunds);
}
