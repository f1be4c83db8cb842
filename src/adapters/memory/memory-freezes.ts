import { linesOf } from '../../domain/ledger/deed.ts';
import { endLines, type Freeze, type FreezeEnd, type NewFreeze } from '../../domain/ledger/freeze.ts';
import type { PointsLedger } from '../../domain/ledger/points-ledger.ts';
import type { AccountId, RefundId } from '../../domain/shared/ids.ts';
import { sum } from '../../domain/shared/points.ts';
import { memoryJournal } from './memory-journal.ts';
import type { MemoryState } from './memory-state.ts';
import { refuseDuplicate } from './refuse-duplicate.ts';

type Freezes = Pick<PointsLedger, 'freeze' | 'release' | 'burn' | 'findFreeze' | 'sumFrozen'>;

export function memoryFreezes(state: MemoryState): Freezes {
  const { post } = memoryJournal(state);
  const find = (accountId: AccountId, refundId: RefundId): Freeze | undefined =>
    state.freezes.find((each) => each.accountId === accountId && each.refundId === refundId);
  const end = (accountId: AccountId, refundId: RefundId, as: FreezeEnd, at: Date): boolean => {
    const frozen = find(accountId, refundId);
    if (frozen?.state !== 'frozen') return false;
    post({ accountId, causeId: refundId, lines: endLines(frozen, as), call: null, at });
    state.freezes = state.freezes.map((each) => (each === frozen ? { ...frozen, state: as, endedAt: at } : each));
    return true;
  };

  return {
    freeze: async ({ at, ...freeze }) => {
      const { accountId, refundId, draws } = freeze;
      refuseDuplicate(find(accountId, refundId) !== undefined, 'freeze of a refund');
      refuseForeign(state, freeze);
      post({ accountId, causeId: refundId, lines: linesOf('freeze', draws), call: null, at });
      state.freezes.push({ ...freeze, state: 'frozen', frozenAt: at, endedAt: null });
    },
    release: async (accountId, refundId, at) => end(accountId, refundId, 'released', at),
    burn: async (accountId, refundId, at) => end(accountId, refundId, 'burned', at),
    findFreeze: async (accountId, refundId) => find(accountId, refundId) ?? null,
    sumFrozen: async (accountId) => {
      const under = state.freezes.filter((each) => each.accountId === accountId && each.state === 'frozen');
      return sum(under.flatMap(({ draws }) => draws.map(({ points }) => points)));
    },
  };
}

/** What the statement and the constraints of the database do not let pass. */
function refuseForeign(state: MemoryState, { accountId, orderId, draws }: Omit<NewFreeze, 'at'>): void {
  const lots = state.lots.filter((lot) => lot.accountId === accountId && lot.orderId === orderId);
  const ofTheOrder = new Set(lots.map((lot) => lot.id));
  const drawn = new Set(draws.map((draw) => draw.lotId));
  refuseDuplicate(drawn.size < draws.length, 'draw from a lot');
  if (drawn.size === 0 || !draws.every(({ lotId, points }) => ofTheOrder.has(lotId) && points > 0n)) {
    throw new Error('a freeze takes points from lots of its order');
  }
}
