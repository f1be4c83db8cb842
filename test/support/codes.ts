import { nodeSecrets, uuidV7Source } from '../../src/adapters/system/random.ts';
import { makeCodes, type WantedCodes } from '../../src/application/catalog/make-codes.ts';
import type { UnitOfWork } from '../../src/application/shared/unit-of-work.ts';
import type { BatchTerms, CodeBatch } from '../../src/domain/catalog/code-batch.ts';
import type { CodeBatchId } from '../../src/domain/shared/ids.ts';
import { points } from '../../src/domain/shared/points.ts';
import { BY_ALICE } from './followers.ts';
import { newId } from './ids.ts';
import { NOON } from './instants.ts';

const FAR = new Date('2099-01-01T00:00:00.000Z');

export const batchTerms = (change: Partial<BatchTerms> = {}): BatchTerms => ({
  ...{ name: '新年礼包', codes: 3, points: points(50n), validity: { kind: 'days', days: 90 }, endsAt: FAR },
  ...{ perPerson: null, reason: '新年活动', madeBy: 'alice', requestKey: null },
  ...change,
});

export const aBatch = (change: Partial<CodeBatch> = {}): CodeBatch => ({
  ...{ ...batchTerms(), id: newId<CodeBatchId>(), madeAt: NOON },
  ...change,
});

/** What alice makes. */
export const making =
  (uow: UnitOfWork) =>
  (change: Partial<WantedCodes> = {}) =>
    makeCodes({ uow, ids: uuidV7Source, secrets: nodeSecrets, by: BY_ALICE })({
      ...batchTerms(),
      dryRun: false,
      ...change,
    });

/** As they are printed. */
export async function codesMade(uow: UnitOfWork, change: Partial<WantedCodes> = {}) {
  const outcome = await making(uow)(change);
  if (outcome.kind !== 'made') throw new Error(outcome.kind);
  return { batch: outcome.batch, codes: outcome.printed };
}
