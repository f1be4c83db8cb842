import type { Command } from 'commander';
import { withExamples } from '../../face/examples.ts';
import { registerApprove, registerReject } from './decide.ts';
import { registerList, registerShow } from './look.ts';
import { registerRequest } from './request.ts';

/** They only write to the database: what is to be sent, the workers send. */
export function registerRefunds(program: Command): void {
  const refunds = withExamples(
    program.command('refunds'),
    "refunds request ord_0192… --all --reason '用户申请退款' --dry-run",
    'refunds list --status awaiting_approval',
    'refunds approve rfd_0192… --reason ticket-7',
  ).description('money that goes back');
  registerRequest(refunds);
  registerApprove(refunds);
  registerReject(refunds);
  registerList(refunds);
  registerShow(refunds);
}
