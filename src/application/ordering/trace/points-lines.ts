import type { OrderFile } from './order-file.ts';
import type { TraceLine } from './trace-line.ts';

/** What the ledger wrote on the lots of the order; calls are on the statement of the user. */
export const fromEntries = ({ entries, lots, refunds }: OrderFile): TraceLine[] =>
  entries.map(({ at, kind, change, balanceAfter, lotId, causeId }) => {
    const granted = lots.find(({ lot }) => lot.id === lotId)?.lot;
    const refund = refunds.find(({ id }) => id === causeId);
    return {
      ...{ at, what: `points.${kind}`, cause: null },
      figures: {
        ...{ points: String(change), balanceAfter: String(balanceAfter), lot: granted?.kind ?? '' },
        ...(kind === 'grant' && granted && { expiresAt: granted.expiresAt.toISOString() }),
      },
      ids: { lotId, ...(refund && { refundId: refund.id }) },
    };
  });
