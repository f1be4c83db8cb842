import { refundedFenOf, type SettledOrder } from '../../domain/ordering/order.ts';
import type { SucceededRefund } from '../../domain/ordering/refund.ts';
import { fen } from '../../domain/shared/fen.ts';
import { accountOf } from '../../domain/shared/ids.ts';
import { sum } from '../../domain/shared/points.ts';
import { newsOfRefund } from '../../domain/webhooks/news.ts';
import type { IdSource } from '../shared/random.ts';
import type { Stores } from '../shared/unit-of-work.ts';
import { saleOf } from './tell-of-payment.ts';
import { type TellNeeds, tellWebhooks } from './tell-webhooks.ts';

/** For the transaction in which a refund succeeds; `order` is as it was before. */
export async function tellOfRefund(
  stores: Pick<Stores, TellNeeds | 'ledger'>,
  ids: IdSource,
  order: SettledOrder,
  { id: refundId, refundFen: refundedFen, endedAt }: SucceededRefund,
): Promise<void> {
  const freeze = await stores.ledger.findFreeze(accountOf(order.userId), refundId);
  const money = {
    ...{ refundId, refundedFen, totalRefundedFen: fen(refundedFenOf(order) + refundedFen) },
    pointsTakenBack: sum((freeze?.draws ?? []).map(({ points }) => points)),
  };
  await tellWebhooks(stores, ids, newsOfRefund(order.userId, saleOf(order), money), endedAt);
}
