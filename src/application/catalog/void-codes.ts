import { type CodeBatch, NO_CODES, openCodes } from '../../domain/catalog/code-batch.ts';
import { readCode } from '../../domain/catalog/code-text.ts';
import { isOpen, type RedemptionCode } from '../../domain/catalog/redemption.ts';
import type { CodeBatchId } from '../../domain/shared/ids.ts';
import type { ByOperator } from '../identity/merge-users.ts';
import { noteDeed } from '../shared/note-deed.ts';
import type { IdSource, Secrets } from '../shared/random.ts';
import type { Stores, UnitOfWork } from '../shared/unit-of-work.ts';

type Dependencies = {
  readonly uow: UnitOfWork<'redemptionCodes' | 'audit' | 'clock'>;
  readonly ids: IdSource;
  readonly secrets: Secrets;
  readonly by: ByOperator;
};
export type VoidCodesOutcome =
  /** Those that were open; redeemed ones stay redeemed. */
  | { readonly kind: 'voided'; readonly batch: CodeBatch; readonly codes: number }
  | { readonly kind: 'unknown_batch' | 'unknown_code' };
type Which = {
  readonly batchId: CodeBatchId;
  /** One of its codes, as it was printed; null: all of them. */
  readonly code: string | null;
  readonly reason: string;
  /** Says how many it would be, and changes nothing. */
  readonly dryRun: boolean;
};
export type VoidCodes = (which: Which) => Promise<VoidCodesOutcome>;

/** Open codes of a batch give nothing any more, from the commit on. */
export const voidCodes =
  ({ uow, ids, secrets, by }: Dependencies): VoidCodes =>
  ({ batchId, code: text, reason, dryRun }) =>
    uow.run(async (stores) => {
      const { redemptionCodes, clock } = stores;
      const batch = await redemptionCodes.findBatch(batchId);
      if (!batch) return { kind: 'unknown_batch' };
      const code = text === null ? null : await codeOf(stores, secrets, batchId, text);
      if (code === undefined) return { kind: 'unknown_code' };
      if (dryRun) return { kind: 'voided', batch, codes: code ? Number(isOpen(code)) : await openIn(stores, batch) };
      const codes = await redemptionCodes.voidOpen(batchId, code?.no ?? null, await clock.now());
      if (codes > 0) {
        const subject = { kind: 'code_batch', id: batchId } as const;
        const after = { codes, no: code?.no ?? null, reason };
        await noteDeed(stores, ids, by, { action: 'codes.voided', subject, userId: null, after });
      }
      return { kind: 'voided', batch, codes };
    });

/** Undefined: it is none of this batch. */
async function codeOf(
  { redemptionCodes }: Pick<Stores, 'redemptionCodes'>,
  { digest }: Secrets,
  batchId: CodeBatchId,
  text: string,
): Promise<RedemptionCode | undefined> {
  const code = readCode(text);
  const found = code && (await redemptionCodes.find(digest(code)));
  return found?.batchId === batchId ? found : undefined;
}

async function openIn({ redemptionCodes }: Pick<Stores, 'redemptionCodes'>, batch: CodeBatch): Promise<number> {
  const figures = (await redemptionCodes.countCodes([batch.id])).get(batch.id);
  return openCodes(batch, figures ?? NO_CODES);
}
