import type { SettledOrder } from '../../domain/ordering/order.ts';
import { totalPoints } from '../../domain/ordering/settlement.ts';
import { newsOfPayment } from '../../domain/webhooks/news.ts';
import type { IdSource } from '../shared/random.ts';
import type { Stores } from '../shared/unit-of-work.ts';
import { type TellNeeds, tellWebhooks } from './tell-webhooks.ts';

/** For the transaction in which an order becomes paid. */
export const tellOfPayment = (stores: Pick<Stores, TellNeeds>, ids: IdSource, order: SettledOrder): Promise<void> =>
  tellWebhooks(stores, ids, newsOfPayment(order.userId, saleOf(order)), order.settledAt);

export const saleOf = (order: SettledOrder) => ({
  ...{ orderId: order.id, outTradeNo: order.outTradeNo, packageCode: order.terms.packageCode },
  ...{ amountFen: order.terms.amountFen, points: totalPoints(order), paidAt: order.paidAt },
});
