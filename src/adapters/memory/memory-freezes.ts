import { applyDraws, undoDraws } from '../../domain/ledger/consumption.ts';
import type { Freeze, FreezeEnd, NewFreeze } from '../../domain/ledger/freeze.ts';
import type { PointsLedger } from '../../domain/ledger/points-ledger.ts';
import type { AccountId, RefundId } from '../../domain/shared/ids.ts';
import { memoryJournal } from './memory-journal.ts';
import type { MemoryState } from './memory-state.ts';
import { refuseDuplicate } from './refuse-duplicate.ts';

type Freezes = Pick<PointsLedger, 'freeze' | 'release' | 'burn' | 'findFreeze'>;

const POSTINGS = {
  freeze: { counterAccount: 'held', sign: -1n },
  release: { counterAccount: 'held', sign: 1n },
  claw_back: { counterAccount: 'refunded', sign: -1n },
} as const;

export function memoryFreezes(state: MemoryState): Freezes {
  const { post, changeLots } = memoryJournal(state);
  const find = (accountId: AccountId, refundId: RefundId): Freeze | undefined =>
    state.freezes.find((each) => each.accountId === accountId && each.refundId === refundId);
  const postAll = (kind: keyof typeof POSTINGS, freeze: Pick<Freeze, 'accountId' | 'refundId' | 'draws'>, at: Date) => {
    const { counterAccount, sign } = POSTINGS[kind];
    for (const { lotId, points } of freeze.draws) {
      post(freeze.accountId, { kind, counterAccount, change: sign * points, lotId, causeId: freeze.refundId, at });
    }
  };
  const end = (accountId: AccountId, refundId: RefundId, as: FreezeEnd, at: Date): Freeze | null => {
    const frozen = find(accountId, refundId);
    if (frozen?.state !== 'frozen') return null;
    const ended: Freeze = { ...frozen, state: as, endedAt: at };
    state.freezes = state.freezes.map((each) => (each === frozen ? ended : each));
    postAll('release', ended, at);
    return ended;
  };

  return {
    freeze: async ({ at, ...freeze }) => {
      const { accountId, draws } = freeze;
      refuseDuplicate(find(accountId, freeze.refundId) !== undefined, 'freeze of a refund');
      refuseForeign(state, freeze);
      changeLots(accountId, (own) => applyDraws(own, draws));
      postAll('freeze', freeze, at);
      state.freezes.push({ ...freeze, state: 'frozen', frozenAt: at, endedAt: null });
    },
    release: async (accountId, refundId, at) => {
      const released = end(accountId, refundId, 'released', at);
      if (released) changeLots(accountId, (own) => undoDraws(own, released.draws));
      return released !== null;
    },
    burn: async (accountId, refundId, at) => {
      const burned = end(accountId, refundId, 'burned', at);
      if (burned) postAll('claw_back', burned, at);
      return burned !== null;
    },
    findFreeze: async (accountId, refundId) => find(accountId, refundId) ?? null,
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
