import { createHash } from 'node:crypto';
import { SEALS_START, type Seal, type SealedHead, type Seals, sealDigest } from '../../domain/ledger/seal.ts';
import type { AccountId } from '../../domain/shared/ids.ts';
import type { Sha256 } from '../../domain/shared/sha256.ts';
import type { MemoryState } from './memory-state.ts';

const sha256: Sha256 = (bytes) => createHash('sha256').update(bytes).digest();

export function memorySeals(state: MemoryState): Seals {
  const sealedSeq = (accountId: AccountId): bigint =>
    state.sealedHeads.findLast((head) => head.accountId === accountId)?.seq ?? 0n;
  const heads = (): SealedHead[] => {
    const last = new Map(state.entries.map((entry) => [entry.accountId, entry]));
    return [...last.values()].map(({ accountId, seq, hash }) => ({ accountId, seq, hash }));
  };
  return {
    lock: async () => {},
    last: async () => state.seals.at(-1) ?? null,
    add: async (at) => {
      const moved = heads().filter(({ accountId, seq }) => seq > sealedSeq(accountId));
      const before = state.seals.at(-1);
      const previousDigest = before?.digest ?? SEALS_START;
      const seal: Seal = {
        no: (before?.no ?? 0n) + 1n,
        sealedAt: at,
        accounts: BigInt(moved.length),
        entries: moved.reduce((sum, { accountId, seq }) => sum + seq - sealedSeq(accountId), 0n),
        previousDigest,
        digest: sealDigest(previousDigest, moved, sha256),
      };
      state.seals.push(seal);
      state.sealedHeads.push(...moved);
      return seal;
    },
  };
}
