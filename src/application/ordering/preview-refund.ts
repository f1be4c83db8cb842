import type { Draw } from '../../domain/ledger/consumption.ts';
import { entriesOf, type Line, linesOf } from '../../domain/ledger/deed.ts';
import type { Entry } from '../../domain/ledger/entry.ts';
import { endLines } from '../../domain/ledger/freeze.ts';
import { type LotStanding, standingOfLot } from '../../domain/ledger/lot-standing.ts';
import type { SoldLot } from '../../domain/ledger/refund-share.ts';
import type { Order } from '../../domain/ordering/order.ts';
import { type Refund, standingOf } from '../../domain/ordering/refund.ts';
import type { Fen } from '../../domain/shared/fen.ts';
import { accountOf } from '../../domain/shared/ids.ts';
import { noPoints, type Points } from '../../domain/shared/points.ts';
import type { Secrets } from '../shared/random.ts';
import type { Stores, UnitOfWork } from '../shared/unit-of-work.ts';
import { type PlanNeeds, type PlanTools, planRefund, type UnplannedRefund, type WishedRefund } from './plan-refund.ts';

export type PreviewedLot = LotStanding & {
  /** What this refund freezes, or has frozen. */
  readonly taken: Points;
};
export type RefundPreview = {
  readonly refund: Refund;
  /** What of the payment has gone back, or may, without this refund. */
  readonly goneBackFen: Fen;
  readonly lots: readonly PreviewedLot[];
  /** The lines that the deed writes at once. */
  readonly entries: readonly Entry[];
  /** Those that follow when the money is back. */
  readonly entriesOnceBack: readonly Entry[];
};
export type PreviewRefundOutcome = { readonly kind: 'previewed'; readonly preview: RefundPreview } | UnplannedRefund;
export type PreviewRefund = (wished: WishedRefund) => Promise<PreviewRefundOutcome>;

type Dependencies = PlanTools & {
  readonly uow: UnitOfWork<PlanNeeds>;
  readonly secrets: Pick<Secrets, 'sha256'>;
};

/** What `requestRefund` would do now, by the same rule; only that nothing is written. */
export const previewRefund =
  ({ uow, secrets, ...tools }: Dependencies): PreviewRefund =>
  (wished) =>
    uow.run(async (stores) => {
      const planned = await planRefund(stores, wished, tools);
      if (planned.kind !== 'planned') return planned;
      const { order, refund, sale, lots, draws, now } = planned.plan;
      const deeds = [linesOf('freeze', draws), endLines({ draws }, 'burned')];
      const written = await linesAfter(stores, secrets, { order, refund, now }, deeds);
      const shown = await showLots(stores, order, { lots, draws, now });
      return {
        kind: 'previewed',
        preview: { refund, goneBackFen: sale.refundedFen, lots: shown, ...named(written) },
      };
    });

type Subject = { readonly order: Order; readonly refund: Refund; readonly now: Date };

/** The same of a refund that is there, whose next deeds these are. */
export async function previewOf(
  stores: Pick<Stores, 'ledger' | 'refunds'>,
  secrets: Pick<Secrets, 'sha256'>,
  { order, refund, now }: Subject,
  deedsOf: (draws: readonly Draw[]) => readonly [Line[], Line[]],
): Promise<RefundPreview> {
  const account = accountOf(order.userId);
  const freeze = await stores.ledger.findFreeze(account, refund.id);
  const draws = freeze?.draws ?? [];
  const lots = freeze ? await stores.ledger.listLotsOf(account, order.id) : [];
  const others = (await stores.refunds.listOf(order.id)).filter(({ id }) => id !== refund.id);
  const written = await linesAfter(stores, secrets, { order, refund, now }, deedsOf(draws));
  const { refundedFen: goneBackFen } = standingOf(refund.payment, others);
  return { refund, goneBackFen, lots: await showLots(stores, order, { lots, draws, now }), ...named(written) };
}

const named = ([entries = [], entriesOnceBack = []]: readonly Entry[][]) => ({ entries, entriesOnceBack });

/** What the ledger would hold after each of these deeds. */
async function linesAfter(
  { ledger }: Pick<Stores, 'ledger'>,
  { sha256 }: Pick<Secrets, 'sha256'>,
  { order, refund, now }: Subject,
  deeds: readonly Line[][],
): Promise<Entry[][]> {
  const accountId = accountOf(order.userId);
  let head = await ledger.headOf(accountId);
  return deeds.map((lines) => {
    const entries = entriesOf({ accountId, causeId: refund.id, lines, call: null, at: now }, head, sha256);
    head = entries.at(-1) ?? head;
    return entries;
  });
}

type Taken = { readonly lots: readonly SoldLot[]; readonly draws: readonly Draw[]; readonly now: Date };

async function showLots(
  { ledger }: Pick<Stores, 'ledger'>,
  { userId }: Order,
  { lots, draws, now }: Taken,
): Promise<PreviewedLot[]> {
  const lotIds = lots.map(({ id }) => id);
  const entries = await ledger.listLotEntries(accountOf(userId), lotIds);
  return lots.map((lot) => ({
    ...standingOfLot(lot, entries, now),
    taken: draws.find(({ lotId }) => lotId === lot.id)?.points ?? noPoints,
  }));
}
