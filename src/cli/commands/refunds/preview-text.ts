import { z } from 'zod';
import type { PreviewedLot, RefundPreview } from '../../../application/ordering/preview-refund.ts';
import { ENTRY_KINDS, type Entry, type EntryKind } from '../../../domain/ledger/entry.ts';
import { type Points, sum } from '../../../domain/shared/points.ts';
import { points } from '../../face/answer.ts';
import { entryLine } from '../ledger/entry-text.ts';
import { lotJson, lotLine, lotShape } from '../lot-text.ts';
import { asYuan } from '../yuan.ts';

const KINDS = Object.keys(ENTRY_KINDS) as EntryKind[];
const entryShape = z.strictObject({
  seq: z.string(),
  kind: z.enum(KINDS),
  counter_account: z.string(),
  points: points.meta({ description: 'what the account gains' }),
  balance_after: points,
  lot_id: z.uuid(),
});

export const previewShape = z.strictObject({
  refund_fen: z.int(),
  paid_fen: z.int(),
  gone_back_fen: z.int().meta({ description: 'of the payment, without this refund; what is under way included' }),
  points: points.meta({ description: 'that this refund takes' }),
  sold_points: points,
  second_operator: z.boolean().meta({ description: 'whether somebody else has to approve it' }),
  lots: z.array(lotShape.extend({ taken: points })),
  entries: z.array(entryShape).meta({ description: 'of the ledger, written at once' }),
  entries_once_back: z.array(entryShape).meta({ description: 'written when the money is back' }),
});

export const previewJson = (preview: RefundPreview): z.output<typeof previewShape> => ({
  ...{ refund_fen: preview.refund.refundFen, paid_fen: preview.refund.payment.paidFen },
  ...{ gone_back_fen: preview.goneBackFen, points: String(takenBy(preview)), sold_points: String(soldIn(preview)) },
  second_operator: preview.refund.status === 'awaiting_approval',
  lots: preview.lots.map((lot) => ({ ...lotJson(lot), taken: String(lot.taken) })),
  ...{ entries: preview.entries.map(entryJson), entries_once_back: preview.entriesOnceBack.map(entryJson) },
});

const entryJson = ({ seq, kind, counterAccount, change, balanceAfter, lotId }: Entry) => ({
  ...{ seq: String(seq), kind, counter_account: counterAccount, points: String(change) },
  ...{ balance_after: String(balanceAfter), lot_id: lotId },
});

/** What an operator reads before anything moves. */
export function describePreview(preview: RefundPreview): string {
  const { refund, goneBackFen, lots, entries, entriesOnceBack } = preview;
  const { paidFen, gateway, transactionId } = refund.payment;
  const before = goneBackFen > 0 ? `, of which ¥${asYuan(goneBackFen)} have gone back or are on their way` : '';
  return [
    `gives back  ¥${asYuan(refund.refundFen)} of ¥${asYuan(paidFen)}${before}, through ${gateway} ${transactionId}`,
    `for         ${shareOf(preview)}`,
    ...lots.map((lot) => `lot         ${takenOf(lot)}  ${lotLine(lot)}`),
    ...linesOf('at once', entries),
    ...linesOf('when the money is back', entriesOnceBack),
  ].join('\n');
}

/** Every point of an order stands for the same share of its money. */
function shareOf(preview: RefundPreview): string {
  const [taken, sold] = [takenBy(preview), soldIn(preview)];
  if (sold === 0n) return 'no points: this payment has paid for none';
  return `${taken} of the ${sold} points that were sold for ¥${asYuan(preview.refund.payment.paidFen)}`;
}

const takenOf = ({ taken }: PreviewedLot): string => `takes ${taken}`.padEnd(10);

const linesOf = (when: string, entries: readonly Entry[]): string[] =>
  entries.length === 0 ? [] : [`the ledger, ${when}:`, ...entries.map((entry) => `  ${entryLine(entry)}`)];

export const takenBy = ({ lots }: RefundPreview): Points => sum(lots.map(({ taken }) => taken));
const soldIn = ({ lots }: RefundPreview): Points => sum(lots.map(({ lot }) => lot.granted));
