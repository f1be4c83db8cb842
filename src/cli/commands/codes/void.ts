import type { Command } from 'commander';
import { z } from 'zod';
import { publicId } from '../../../adapters/http/public-id.ts';
import { type VoidCodesOutcome, voidCodes } from '../../../application/catalog/void-codes.ts';
import type { CodeBatchId } from '../../../domain/shared/ids.ts';
import { answersJson, shownId } from '../../face/answer.ts';
import { withExamples } from '../../face/examples.ts';
import { ExpectedFailure } from '../../system/expected-failure.ts';
import { approve, DRY_RUN, YES } from '../approve.ts';
import { readReason } from '../ledger/read-options.ts';
import { BY, byOperator, type SaidBy } from '../operator-name.ts';
import { withDatabase } from '../with-database.ts';
import { BATCH, noSuchBatch } from './options.ts';

type Options = SaidBy & {
  readonly code?: string;
  readonly reason: string;
  readonly dryRun?: true;
  readonly yes?: true;
};

const VoidedShape = z.strictObject({
  batch: shownId('cdb'),
  dry_run: z.boolean(),
  voided: z.int().meta({ description: 'how many were open, and give nothing any more; of a dry run: would' }),
});

export function registerVoid(codes: Command): void {
  const command = withExamples(
    codes.command('void'),
    'codes void cdb_0192… --reason 活动提前结束 --dry-run',
    'codes void cdb_0192… --code 7K2M-9QXA-4TBV-PD3W --reason 误发 --yes',
  )
    .argument(...BATCH)
    .description('take back codes that nobody has redeemed yet; points that were given stay given')
    .option('--code <code>', 'this one of the batch, and not all of them')
    .requiredOption('--reason <text>', 'for the audit log', readReason)
    .option(...DRY_RUN)
    .option(...BY)
    .option(...YES);
  const tell = answersJson(command, VoidedShape);
  command.action(async (batchId: CodeBatchId, { reason, by, yes, ...options }: Options) => {
    const { code = null, dryRun = false }: { code?: string | null; dryRun?: boolean } = options;
    const id = publicId('cdb', batchId);
    const operator = byOperator(by);
    const which = code === null ? `all open codes of ${id}` : `this code of ${id}`;
    if (!dryRun) await approve(yes, `Void ${which}?`, 'takes codes back for ever');
    await withDatabase(async (tools) => {
      const outcome = await voidCodes({ ...tools, by: operator })({ batchId, code, reason, dryRun });
      const voided = countOf(outcome);
      const told = dryRun
        ? `dry run: ${voided} codes would be void, nothing was changed`
        : `${voided} codes are void now`;
      tell({ batch: id, dry_run: dryRun, voided }, () => told);
    });
  });
}

function countOf(outcome: VoidCodesOutcome): number {
  switch (outcome.kind) {
    case 'voided':
      return outcome.codes;
    case 'unknown_batch':
      throw noSuchBatch();
    case 'unknown_code':
      throw new ExpectedFailure('there is no such code in this batch: seahorse codes find says which one it is of');
  }
}
