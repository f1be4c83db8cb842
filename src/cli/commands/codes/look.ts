import type { Command } from 'commander';
import { z } from 'zod';
import { publicId, shownId } from '../../../adapters/http/public-id.ts';
import {
  type FoundCode,
  findCode,
  listCodeBatches,
  showCodeBatch,
} from '../../../application/catalog/look-at-codes.ts';
import { CODE_STATES } from '../../../domain/catalog/redemption.ts';
import type { CodeBatchId } from '../../../domain/shared/ids.ts';
import { answersJson, instant } from '../../face/answer.ts';
import { withExamples } from '../../face/examples.ts';
import { ExpectedFailure } from '../../system/expected-failure.ts';
import { LIMIT } from '../read-limit.ts';
import { withDatabase } from '../with-database.ts';
import { BatchShape, batchJson, batchLine, CountedShape, countedJson, termsText } from './batch-text.ts';
import { BATCH, noSuchBatch, readBatch } from './options.ts';

const PageShape = z.strictObject({
  batches: z.array(CountedShape),
  next: shownId('cdb').nullable().meta({ description: 'for --after; null: this was the last page' }),
});

export function registerList(codes: Command): void {
  const command = withExamples(codes.command('list'), 'codes list', 'codes list --limit 10 --json')
    .description('batches of codes, newest first, with how many were redeemed')
    .option('--after <batch>', 'the page after this one, cdb_…', readBatch)
    .option(...LIMIT);
  const tell = answersJson(command, PageShape);
  command.action(({ after, limit }: { readonly after?: CodeBatchId; readonly limit: number }) =>
    withDatabase(async (tools) => {
      const batches = await listCodeBatches(tools)({ after: after ?? null, limit: limit + 1 });
      const shown = batches.slice(0, limit);
      const last = batches.length > limit ? shown.at(-1) : undefined;
      const next = last ? publicId('cdb', last.id) : null;
      tell({ batches: shown.map(countedJson), next }, () =>
        [...shown.map(batchLine), ...(next ? [`more: --after ${next}`] : [])].join('\n'),
      );
    }),
  );
}

export function registerShow(codes: Command): void {
  const command = withExamples(codes.command('show'), 'codes show cdb_0192…')
    .argument(...BATCH)
    .description('one batch: its terms, who made it and why, and how many of its codes were redeemed');
  const tell = answersJson(command, CountedShape);
  command.action((id: CodeBatchId) =>
    withDatabase(async (tools) => {
      const batch = await showCodeBatch(tools)(id);
      if (!batch) throw noSuchBatch();
      const made = `made by ${batch.madeBy} at ${batch.madeAt.toISOString()}: ${batch.reason}`;
      tell(countedJson(batch), () => [batchLine(batch), termsText(batch), made].join('\n'));
    }),
  );
}

const FoundShape = z.strictObject({
  batch: BatchShape,
  no: z.int(),
  state: z.enum(CODE_STATES),
  redeemed_by: shownId('usr').nullable(),
  redeemed_at: instant.nullable(),
});

/** A code that was printed somewhere: what became of it. */
export function registerFind(codes: Command): void {
  const command = withExamples(codes.command('find'), 'codes find 7K2M-9QXA-4TBV-PD3W')
    .argument('<code>', 'as it was printed')
    .description('what became of one code: which batch it is of, and who has redeemed it');
  const tell = answersJson(command, FoundShape);
  command.action((text: string) =>
    withDatabase(async (tools) => {
      const found = await findCode(tools)(text);
      if (!found) throw new ExpectedFailure('there is no such code: it is mistyped, or none of ours');
      tell(foundJson(found), () =>
        [`${found.state}: code ${found.code.no} of`, batchLine(found.batch), ...redeemedLine(found)].join('\n'),
      );
    }),
  );
}

const foundJson = ({ code: { no, redemption }, batch, state }: FoundCode) => ({
  ...{ batch: batchJson(batch), no, state },
  redeemed_by: redemption && publicId('usr', redemption.userId),
  redeemed_at: redemption?.at ?? null,
});

const redeemedLine = ({ code: { redemption } }: FoundCode): string[] =>
  redemption ? [`redeemed by ${publicId('usr', redemption.userId)} at ${redemption.at.toISOString()}`] : [];
