import type { DeliveryReporter, ReportOutcome } from '../../../domain/ordering/delivery.ts';
import { isXpayError, type XpayApi } from './xpay-api.ts';

/**
 * notify_provide_goods. A good answer to WeChat's push says the same; this is for payments that we heard of in another way,
 * and does no harm after the push.
 */
export const confirmDelivery = (xpay: XpayApi): DeliveryReporter => ({
  report: async ({ outTradeNo }): Promise<ReportOutcome> => {
    try {
      await xpay.call('notify_provide_goods', { order_id: outTradeNo, env: xpay.settings.env });
      return 'done';
    } catch (error) {
      if (isXpayError(error, 'repeated')) return 'done';
      if (isXpayError(error, 'refunded')) return { kind: 'refused', reason: 'refunded: there is nothing to deliver' };
      // Unknown, or not paid yet: we were told of the payment, so that WeChat only has to hear of it everywhere.
      if (isXpayError(error, 'parameter')) return 'not_yet';
      throw error;
    }
  },
});
