import type { Command } from 'commander';
import { publicId } from '../../../adapters/http/public-id.ts';
import { approveRefund } from '../../../application/ordering/approve-refund.ts';
import { rejectRefund } from '../../../application/ordering/reject-refund.ts';
import { ExpectedFailure } from '../../system/expected-failure.ts';
import { operatorName } from '../operator-name.ts';
import { UsageError } from '../usage-error.ts';
import { withDatabase } from '../with-database.ts';
import { explainRefusal } from './explain-refusal.ts';
import { findRefund } from './name-things.ts';

const BY = ['--by <name>', 'who decides; SEAHORSE_OPERATOR, or the login name, by default'] as const;
const REFUND = ['<refund>', 'rfd_…, or its out_refund_no'] as const;

export function registerApprove(refunds: Command): void {
  refunds
    .command('approve')
    .argument(...REFUND)
    .description('let a refund above the limit go; not by the one who asked for it')
    .option(...BY)
    .action((name: string, { by }: { by?: string }) =>
      withDatabase(async ({ uow }) => {
        const operator = operatorName(by);
        const { id } = await findRefund(uow, name);
        const outcome = await approveRefund({ uow })(id, operator);
        if (outcome.kind !== 'approved') throw new ExpectedFailure(explainRefusal(outcome));
        console.log(`${publicId('rfd', id)}  approved  the workers send it`);
      }),
    );
}

export function registerReject(refunds: Command): void {
  refunds
    .command('reject')
    .argument(...REFUND)
    .description('say no to a refund that waits for approval; its points are back')
    .requiredOption('--reason <text>', 'for the history')
    .option(...BY)
    .action((name: string, { reason, by }: { reason: string; by?: string }) =>
      withDatabase(async ({ uow }) => {
        const [operator, why] = [operatorName(by), reason.trim()];
        if (why === '') throw new UsageError('a rejection has a reason');
        const { id } = await findRefund(uow, name);
        const outcome = await rejectRefund({ uow })(id, operator, why);
        if (outcome.kind !== 'rejected') throw new ExpectedFailure(explainRefusal(outcome));
        console.log(`${publicId('rfd', id)}  rejected  the points are back`);
      }),
    );
}
