import { applyDraws, decideConsumption } from '../../domain/ledger/consumption.ts';
import { compareDrawOrder } from '../../domain/ledger/lot.ts';
import type { PointsLedger, RecordedConsumption } from '../../domain/ledger/points-ledger.ts';
import type { ApiKeyId } from '../../domain/shared/ids.ts';
import { memoryFreezes } from './memory-freezes.ts';
import { memoryJournal } from './memory-journal.ts';
import type { MemoryState } from './memory-state.ts';
import { refuseDuplicate } from './refuse-duplicate.ts';

/** The pure rules, executed as they stand. */
export function memoryPointsLedger(state: MemoryState): PointsLedger {
  const { entriesOf, post, changeLots } = memoryJournal(state);
  return {
    grant: async ({ accountId, orderId, lots, at }) => {
      refuseDuplicate(
        state.lots.some((lot) => lot.orderId === orderId),
        'grant of an order',
      );
      for (const { id, kind, points: granted, expiresAt } of lots) {
        state.lots.push({ id, kind, granted, remaining: granted, grantedAt: at, expiresAt, accountId, orderId });
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
      const isSame = (each: RecordedConsumption) => each.idempotencyKey === wanted.idempotencyKey;
      refuseDuplicate(
        state.consumptions.some((each) => each.accountId === accountId && isSame(each)),
        'idempotency key',
      );
      changeLots(accountId, (lots) => applyDraws(lots, draws));
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
        .map(({ accountId: _account, orderId: _order, granted: _granted, ...lot }) => lot),
    listLotsOf: async (accountId, orderId) =>
      state.lots
        .filter((lot) => lot.accountId === accountId && lot.orderId === orderId)
        .map(({ accountId: _account, orderId: _order, ...lot }) => lot)
        .sort(compareDrawOrder),
    listEntries: async (accountId) => entriesOf(accountId),
    lastUseOf: async (accountId, keyIds) => {
      const uses = state.consumptions.filter((each) => each.accountId === accountId && keyIds.includes(each.keyId));
      const latest = new Map<ApiKeyId, Date>();
      for (const { keyId, at } of uses) if ((latest.get(keyId) ?? at) <= at) latest.set(keyId, at);
      return latest;
    },
    ...memoryFreezes(state),
  };
}
