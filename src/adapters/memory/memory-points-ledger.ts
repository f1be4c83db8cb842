import { applyDraws, type Draw, decideConsumption } from '../../domain/ledger/consumption.ts';
import type { Entry } from '../../domain/ledger/entry.ts';
import type { NewConsumption, PointsLedger } from '../../domain/ledger/points-ledger.ts';
import type { AccountId, ApiKeyId } from '../../domain/shared/ids.ts';
import { noPoints, points } from '../../domain/shared/points.ts';
import type { MemoryState } from './memory-state.ts';
import { refuseDuplicate } from './refuse-duplicate.ts';

type Posting = Pick<Entry, 'kind' | 'counterAccount' | 'change' | 'lotId' | 'causeId' | 'at'>;

/** The pure rules, executed as they stand. */
export function memoryPointsLedger(state: MemoryState): PointsLedger {
  const entriesOf = (accountId: AccountId) => state.entries.filter((each) => each.accountId === accountId);
  const post = (accountId: AccountId, posting: Posting): void => {
    const last = entriesOf(accountId).at(-1);
    const balanceBefore = last?.balanceAfter ?? noPoints;
    const balanceAfter = points(balanceBefore + posting.change);
    state.entries.push({ ...posting, accountId, seq: (last?.seq ?? 0n) + 1n, balanceBefore, balanceAfter });
  };
  const draw = (accountId: AccountId, draws: readonly Draw[]): void => {
    const others = state.lots.filter((lot) => lot.accountId !== accountId);
    const own = state.lots.filter((lot) => lot.accountId === accountId);
    const drawn = applyDraws(own, draws);
    state.lots = [...others, ...own.map((lot, index) => ({ ...lot, remaining: drawn[index]?.remaining ?? noPoints }))];
  };

  return {
    grant: async ({ accountId, orderId, lots, at }) => {
      refuseDuplicate(
        state.lots.some((lot) => lot.orderId === orderId),
        'grant of an order',
      );
      for (const { id, kind, points: granted, expiresAt } of lots) {
        state.lots.push({ id, kind, remaining: granted, grantedAt: at, expiresAt, accountId, orderId });
        const posting = { counterAccount: 'issuance', change: granted, lotId: id, causeId: orderId, at } as const;
        post(accountId, { kind: 'grant', ...posting });
      }
    },
    lock: async () => {},
    consume: async (wanted) => {
      const { accountId, id: causeId, at } = wanted;
      const own = state.lots.filter((lot) => lot.accountId === accountId);
      const decision = decideConsumption(own, wanted.points, at);
      if (decision.kind === 'insufficient_points') return decision;
      const { draws, availableAfter } = decision;
      const isSame = (each: NewConsumption) => each.idempotencyKey === wanted.idempotencyKey;
      refuseDuplicate(
        state.consumptions.some((each) => each.accountId === accountId && isSame(each)),
        'idempotency key',
      );
      draw(accountId, draws);
      for (const { lotId, points: drawn } of draws) {
        post(accountId, { kind: 'consume', counterAccount: 'consumed', change: -drawn, lotId, causeId, at });
      }
      state.consumptions.push({ ...wanted, availableAfter });
      return { kind: 'consumed', draws, availableAfter };
    },
    findConsumption: async (accountId, idempotencyKey) =>
      state.consumptions.find((each) => each.accountId === accountId && each.idempotencyKey === idempotencyKey) ?? null,
    listLots: async (accountId) =>
      state.lots
        .filter((lot) => lot.accountId === accountId && lot.remaining > 0n)
        .map(({ accountId: _account, orderId: _order, ...lot }) => lot),
    listEntries: async (accountId) => entriesOf(accountId),
    lastUseOf: async (accountId, keyIds) => {
      const uses = state.consumptions.filter((each) => each.accountId === accountId && keyIds.includes(each.keyId));
      const latest = new Map<ApiKeyId, Date>();
      for (const { keyId, at } of uses) if ((latest.get(keyId) ?? at) <= at) latest.set(keyId, at);
      return latest;
    },
  };
}
