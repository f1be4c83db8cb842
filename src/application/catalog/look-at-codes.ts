import { type CodeBatch, type CodeFigures, NO_CODES } from '../../domain/catalog/code-batch.ts';
import { readCode } from '../../domain/catalog/code-text.ts';
import { type CodeState, codeState, type RedemptionCode } from '../../domain/catalog/redemption.ts';
import type { CodeBatchId } from '../../domain/shared/ids.ts';
import type { Secrets } from '../shared/random.ts';
import type { Stores, UnitOfWork } from '../shared/unit-of-work.ts';

type Dependencies = { readonly uow: UnitOfWork<'redemptionCodes'> };
export type CountedBatch = CodeBatch & CodeFigures;
export type BatchPage = { readonly after: CodeBatchId | null; readonly limit: number };

/** Newest first. */
export const listCodeBatches =
  ({ uow }: Dependencies) =>
  (page: BatchPage): Promise<CountedBatch[]> =>
    uow.run(async (stores) => counted(stores, await stores.redemptionCodes.listBatches(page)));

export const showCodeBatch =
  ({ uow }: Dependencies) =>
  (id: CodeBatchId): Promise<CountedBatch | null> =>
    uow.run(async (stores) => {
      const batch = await stores.redemptionCodes.findBatch(id);
      return batch ? ((await counted(stores, [batch]))[0] ?? null) : null;
    });

export type FoundCode = { readonly code: RedemptionCode; readonly batch: CountedBatch; readonly state: CodeState };

/** For whoever is asked why a code does not work. Null: there is no such code, or it is mistyped. */
export const findCode =
  ({ uow, secrets }: { readonly uow: UnitOfWork<'redemptionCodes' | 'clock'>; readonly secrets: Secrets }) =>
  (text: string): Promise<FoundCode | null> =>
    uow.run(async (stores) => {
      const { redemptionCodes, clock } = stores;
      const read = readCode(text);
      const code = read && (await redemptionCodes.find(secrets.digest(read)));
      const found = code && (await redemptionCodes.findBatch(code.batchId));
      const [batch] = found ? await counted(stores, [found]) : [];
      return code && batch ? { code, batch, state: codeState(code, batch, await clock.now()) } : null;
    });

async function counted(
  { redemptionCodes }: Pick<Stores, 'redemptionCodes'>,
  batches: readonly CodeBatch[],
): Promise<CountedBatch[]> {
  const figures = await redemptionCodes.countCodes(batches.map(({ id }) => id));
  return batches.map((batch) => ({ ...batch, ...(figures.get(batch.id) ?? NO_CODES) }));
}
