import { type Command, InvalidArgumentError } from 'commander';
import { publicId } from '../../../adapters/http/public-id.ts';
import { requestRefund } from '../../../application/ordering/request-refund.ts';
import type { Refund } from '../../../domain/ordering/refund.ts';
import { type Fen, fen } from '../../../domain/shared/fen.ts';
import { ExpectedFailure } from '../../system/expected-failure.ts';
import { operatorName } from '../operator-name.ts';
import { UsageError } from '../usage-error.ts';
import { withDatabase } from '../with-database.ts';
import { explainRefusal } from './explain-refusal.ts';
import { readOrderName } from './name-things.ts';

type Options = {
  readonly amountFen?: Fen;
  readonly all?: true;
  readonly reason: string;
  readonly by?: string;
  readonly requestKey?: string;
};

export function registerRequest(refunds: Command): void {
  refunds
    .command('request')
    .argument('<order>', 'ord_…, or the out_trade_no of the payment')
    .description('give money back for unspent points; they are frozen at once, and the workers send it')
    .option('--amount-fen <fen>', 'how much', readFen)
    .option('--all', 'as much as can go back')
    .requiredOption('--reason <text>', 'shown to the payer, at most 80 characters')
    .option('--by <name>', 'who asks; SEAHORSE_OPERATOR, or the login name, by default')
    .option('--request-key <key>', 'said again for the same order, the same refund is meant')
    .action(async (order: string, options: Options) => {
      const { amountFen, all, reason, by, requestKey } = options;
      if ((amountFen === undefined) === (all === undefined)) throw new UsageError('say --amount-fen or --all');
      const wanted = { of: readOrderName(order), refundFen: amountFen ?? 'all', reason } as const;
      const asked = { ...wanted, operator: operatorName(by), requestKey: requestKey ?? null };
      await withDatabase(async ({ uow, ids, config }) => {
        const approvalLimitFen = config.payment.refundApprovalLimitFen;
        const outcome = await requestRefund({ uow, ids, approvalLimitFen })(asked);
        if (outcome.kind !== 'requested') throw new ExpectedFailure(explainRefusal(outcome));
        console.log(describe(outcome.refund, outcome.repeated));
      });
    });
}

function describe({ id, status, refundFen }: Refund, repeated: boolean): string {
  const name = publicId('rfd', id);
  const next: Partial<Record<Refund['status'], string>> = {
    approved: 'the workers send it',
    awaiting_approval: `a second operator decides: seahorse refunds approve ${name}`,
  };
  const facts = [name, status, `${refundFen} fen`, repeated ? 'asked for before' : next[status]];
  return facts.filter((fact) => fact !== undefined).join('  ');
}

function readFen(text: string): Fen {
  if (/^[1-9]\d{0,9}$/.test(text)) return fen(Number(text));
  throw new InvalidArgumentError('expected a whole number of fen, at least 1');
}
