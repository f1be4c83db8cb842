import {
  type BatchRefusal,
  type BatchTerms,
  type CodeBatch,
  isSameBatch,
  refuseBatch,
} from '../../domain/catalog/code-batch.ts';
import { CODE_RANDOM_BYTES, codeFrom, printedCode } from '../../domain/catalog/code-text.ts';
import type { CodeBatchId } from '../../domain/shared/ids.ts';
import type { ByOperator } from '../identity/merge-users.ts';
import { noteDeed } from '../shared/note-deed.ts';
import type { IdSource, Secrets } from '../shared/random.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';

type Dependencies = {
  readonly uow: UnitOfWork<'products' | 'redemptionCodes' | 'audit' | 'clock'>;
  readonly ids: IdSource;
  readonly secrets: Secrets;
  readonly by: ByOperator;
};
export type WantedCodes = Omit<BatchTerms, 'madeBy'> & {
  /** Says whether they could be made, and makes none. */
  readonly dryRun: boolean;
};
export type MakeCodesOutcome =
  /** `printed` are shown now and never again; of a dry run none. */
  | { readonly kind: 'made'; readonly batch: CodeBatch; readonly printed: readonly string[] }
  /** The request key stands for this batch, whose codes have been shown. */
  | { readonly kind: 'made_before'; readonly batch: CodeBatch }
  | { readonly kind: 'request_key_reused'; readonly batch: CodeBatch }
  | BatchRefusal;
export type MakeCodes = (wanted: WantedCodes) => Promise<MakeCodesOutcome>;

/** Makes codes that give points. They give nothing until somebody redeems them. */
export const makeCodes =
  ({ uow, ids, secrets, by }: Dependencies): MakeCodes =>
  ({ dryRun, ...wanted }) =>
    uow.run(async (stores) => {
      const { products, redemptionCodes, clock } = stores;
      await products.lockCatalog();
      const terms: BatchTerms = { ...wanted, madeBy: by.actor.name };
      const { requestKey } = terms;
      const earlier = requestKey === null ? null : await redemptionCodes.findBatchByKey(requestKey);
      if (earlier) return { kind: isSameBatch(earlier, terms) ? 'made_before' : 'request_key_reused', batch: earlier };
      const now = await clock.now();
      const refusal = refuseBatch(terms, now);
      if (refusal) return refusal;
      const batch: CodeBatch = { ...terms, id: ids.next<CodeBatchId>(), madeAt: now };
      if (dryRun) return { kind: 'made', batch, printed: [] };
      const codes = Array.from({ length: batch.codes }, () => codeFrom(secrets.random(CODE_RANDOM_BYTES)));
      await redemptionCodes.addBatch(batch, codes.map(secrets.digest));
      const subject = { kind: 'code_batch', id: batch.id } as const;
      const after = { codes: batch.codes, points: batch.points.toString(), reason: batch.reason };
      await noteDeed(stores, ids, by, { action: 'codes.made', subject, userId: null, after });
      return { kind: 'made', batch, printed: codes.map(printedCode) };
    });
