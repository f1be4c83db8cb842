import type { Response, Router } from 'express';
import type { Context } from '../context.ts';
import type { Notifier } from '../notifications/notifier.ts';
import { failToPay, type Paid, payOrder, type Recorded, type Refusal } from '../payer/attempt-payment.ts';
import { cancelSchema, failSchema, paySchema } from './control-schemas.ts';
import { bodyOf, outTradeNoIn } from './request-parts.ts';

function answer(response: Response, outcome: Paid | Recorded | Refusal): void {
  if (outcome.kind === 'refused') response.status(outcome.status).json({ message: outcome.message });
  else response.json(outcome.kind === 'paid' ? { transaction_id: outcome.transactionId } : {});
}

/** What a payer does on the password page. */
export function routePayer(router: Router, context: Context, notifier: Notifier): void {
  router.post('/orders/:outTradeNo/pay', (request, response) => {
    const { coupon_fen: couponFen, despite_close: despiteClose, ...choice } = paySchema.parse(bodyOf(request));
    answer(response, payOrder(context, notifier, outTradeNoIn(request), { ...choice, couponFen, despiteClose }));
  });
  router.post('/orders/:outTradeNo/cancel', (request, response) => {
    const { openid } = cancelSchema.parse(bodyOf(request));
    answer(response, failToPay(context, outTradeNoIn(request), { outcome: 'cancelled', reason: null, openid }));
  });
  router.post('/orders/:outTradeNo/fail', (request, response) => {
    const { reason, openid } = failSchema.parse(bodyOf(request));
    answer(response, failToPay(context, outTradeNoIn(request), { outcome: 'failed', reason, openid }));
  });
}
