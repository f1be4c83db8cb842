import type { RedemptionCodes } from '../../domain/catalog/catalog-stores.ts';
import type { CodeBatch } from '../../domain/catalog/code-batch.ts';
import { isOpen, type RedemptionCode } from '../../domain/catalog/redemption.ts';
import type { MemoryState, StoredCode } from './memory-state.ts';
import { refuseDuplicate } from './refuse-duplicate.ts';

const newestFirst = (a: CodeBatch, b: CodeBatch): number =>
  b.madeAt.getTime() - a.madeAt.getTime() || (a.id < b.id ? 1 : -1);

const asCode = ({ digest: _, ...code }: StoredCode): RedemptionCode => code;

export function memoryRedemptionCodes(state: MemoryState): RedemptionCodes {
  const change = (isMeant: (code: StoredCode) => boolean, to: (code: StoredCode) => Partial<StoredCode>): number => {
    const meant = state.codes.filter(isMeant).length;
    state.codes = state.codes.map((code) => (isMeant(code) ? { ...code, ...to(code) } : code));
    return meant;
  };
  const find = async (digest: string): Promise<RedemptionCode | null> => {
    const stored = state.codes.find((each) => each.digest === digest);
    return stored ? asCode(stored) : null;
  };
  return {
    addBatch: async (batch, digests) => {
      const isTaken = ({ requestKey }: CodeBatch): boolean => requestKey !== null && requestKey === batch.requestKey;
      refuseDuplicate(state.codeBatches.some(isTaken), 'request key of a batch');
      refuseDuplicate(
        state.codes.some(({ digest }) => digests.includes(digest)),
        'digest of a code',
      );
      state.codeBatches.push(batch);
      const made = digests.map((digest, nth) => ({ batchId: batch.id, no: nth + 1, digest }));
      state.codes.push(...made.map((code) => ({ ...code, voidedAt: null, redemption: null })));
    },
    findBatch: async (id) => state.codeBatches.find((each) => each.id === id) ?? null,
    findBatchByKey: async (key) => state.codeBatches.find(({ requestKey }) => requestKey === key) ?? null,
    listBatches: async ({ after, limit }) => {
      const sorted = [...state.codeBatches].sort(newestFirst);
      const start = after === null ? 0 : sorted.findIndex(({ id }) => id === after) + 1;
      return after !== null && start === 0 ? [] : sorted.slice(start, start + limit);
    },
    countCodes: async (ids) => {
      const figuresOf = (codes: readonly StoredCode[]) => ({
        redeemed: codes.filter(({ redemption }) => redemption !== null).length,
        voided: codes.filter(({ voidedAt }) => voidedAt !== null).length,
      });
      const known = ids.filter((id) => state.codes.some(({ batchId }) => batchId === id));
      return new Map(known.map((id) => [id, figuresOf(state.codes.filter(({ batchId }) => batchId === id))]));
    },
    find,
    lock: find,
    countRedeemed: async (id, userId) =>
      state.codes.filter(({ batchId, redemption }) => batchId === id && redemption?.userId === userId).length,
    redeem: async ({ batchId, no }, redemption) => {
      const isMeant = (code: StoredCode): boolean => code.batchId === batchId && code.no === no && isOpen(code);
      if (change(isMeant, () => ({ redemption })) !== 1) throw new Error(`code ${no} of batch ${batchId} is not open`);
    },
    voidOpen: async (id, no, at) =>
      change(
        (code) => code.batchId === id && (no === null || code.no === no) && isOpen(code),
        () => ({ voidedAt: at }),
      ),
    move: async (from, into) => {
      change(
        ({ redemption }) => redemption?.userId === from,
        ({ redemption }) => ({ redemption: redemption && { ...redemption, userId: into } }),
      );
    },
  };
}
