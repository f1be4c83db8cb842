import type { OrderFile } from './order-file.ts';
import { present, type TraceLine } from './trace-line.ts';

/** The steps of refunds that the history does not tell of. */
export const fromRefunds = ({ refunds }: OrderFile): TraceLine[] =>
  refunds.flatMap((refund) =>
    'acceptedAt' in refund && refund.acceptedAt && refund.origin !== 'elsewhere'
      ? [
          {
            ...{ at: refund.acceptedAt, what: 'refund.accepted', cause: 'answer' },
            figures: { amountFen: refund.refundFen },
            ids: present({
              ...{ refundId: refund.id, outRefundNo: refund.outRefundNo },
              providerRefundId: refund.providerRefundId ?? undefined,
            }),
          },
        ]
      : [],
  );
