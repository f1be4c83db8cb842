import { compareDrawOrder } from '../../domain/ledger/lot.ts';
import type { NewLot, PointsLedger, RecordedCall } from '../../domain/ledger/points-ledger.ts';
import type { AccountId, ConsumptionId, OrderId } from '../../domain/shared/ids.ts';
import { noPoints, points, sum } from '../../domain/shared/points.ts';
import { memoryBooks } from './memory-books.ts';
import { memoryFreezes } from './memory-freezes.ts';
import { memoryJournal } from './memory-journal.ts';
import { memoryOutlook } from './memory-outlook.ts';
import type { MemoryState, StoredLot } from './memory-state.ts';
import { refuseDuplicate } from './refuse-duplicate.ts';

/** The pure rules, executed as they stand. */
export function memoryPointsLedger(state: MemoryState): PointsLedger {
  const { entriesOf, post } = memoryJournal(state);
  const addLot = (accountId: AccountId, orderId: OrderId | null, lot: NewLot, at: Date): void => {
    const { id, kind, points: granted, expiresAt } = lot;
    state.lots.push({ id, kind, granted, remaining: noPoints, grantedAt: at, expiresAt, accountId, orderId });
  };
  const lotsOf = (accountId: AccountId): StoredLot[] => state.lots.filter((lot) => lot.accountId === accountId);
  return {
    grant: async ({ accountId, orderId, lots, at }) => {
      refuseDuplicate(
        state.lots.some((lot) => lot.orderId === orderId),
        'grant of an order',
      );
      for (const lot of lots) addLot(accountId, orderId, lot, at);
      const lines = lots.map((lot) => ({ kind: 'grant' as const, lotId: lot.id, points: lot.points }));
      post({ accountId, causeId: orderId, lines, call: null, at });
    },
    lock: async () => {},
    post: async (deed) => post(deed),
    addLot: async (accountId, lot, at) => addLot(accountId, null, lot, at),
    findCall: async (accountId, id) => findCall(state, accountId, id),
    findAccountOfCall: async (id) =>
      state.entries.find(({ causeId, kind }) => causeId === id && kind === 'consume')?.accountId ?? null,
    listLots: async (accountId) =>
      lotsOf(accountId)
        .filter(({ remaining }) => remaining > 0n)
        .map(({ accountId: _account, orderId: _order, granted: _granted, ...lot }) => lot),
    listLotsOf: async (accountId, orderId) =>
      lotsOf(accountId)
        .filter((lot) => lot.orderId === orderId)
        .map(({ accountId: _account, orderId: _order, ...lot }) => lot)
        .sort(compareDrawOrder),
    listLotEntries: async (accountId, lotIds) =>
      entriesOf(accountId).filter(({ lotId, call }) => call === null && lotIds.includes(lotId)),
    listEntries: async (accountId) => entriesOf(accountId),
    ...memoryFreezes(state),
    ...memoryBooks(state),
    ...memoryOutlook(state),
  };
}

function findCall(state: MemoryState, accountId: AccountId, id: ConsumptionId): RecordedCall | null {
  const lines = state.entries.filter((each) => each.accountId === accountId && each.causeId === id);
  const taken = lines.filter(({ kind }) => kind === 'consume');
  const [first, last] = [taken[0], taken.at(-1)];
  if (!first?.call || !last) return null;
  const draws = taken.map(({ lotId, change }) => ({ lotId, points: points(-change) }));
  const paying = state.lots.find((lot) => lot.accountId === accountId && lot.id === last.lotId) as StoredLot;
  return {
    ...{ id, accountId, call: first.call, draws, at: last.at, balanceAfter: last.balanceAfter },
    points: sum(draws.map((draw) => draw.points)),
    pointsExpireAt: paying.expiresAt,
    reversedAt: lines.find(({ kind }) => kind === 'reverse')?.at ?? null,
  };
}
