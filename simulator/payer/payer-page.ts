import express, { type Request, type Response, Router } from 'express';
import type { Context } from '../context.ts';
import type { Notifier } from '../notifications/notifier.ts';
import { failToPay, payOrder, type Refusal } from './attempt-payment.ts';
import { renderPayerPage } from './render-payer-page.ts';

const defaultReason = '支付失败';

const textOf = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 200) : '');

/** Post, redirect, get: reloading the page must not pay again. */
function returnToPage(response: Response, message: string): void {
  response.redirect(303, `/payer?message=${encodeURIComponent(message)}`);
}

const say = (outcome: { readonly kind: string } | Refusal, done: string): string =>
  'message' in outcome ? `未完成：${outcome.message}` : done;

/** Mounted at `/payer`. */
export function payerPage(context: Context, notifier: Notifier): Router {
  const router = Router();
  const numberIn = (request: Request): string => String(request.params['outTradeNo']);
  router.use(express.urlencoded({ extended: false }));
  router.get('/', (request, response) => {
    response.set('Content-Security-Policy', "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'");
    response.set('Cache-Control', 'no-store');
    response.type('html').send(renderPayerPage(context, textOf(request.query['message'])));
  });
  router.post('/orders/:outTradeNo/pay', (request, response) => {
    const outTradeNo = numberIn(request);
    returnToPage(response, say(payOrder(context, notifier, outTradeNo, {}), `支付成功：${outTradeNo}`));
  });
  router.post('/orders/:outTradeNo/cancel', (request, response) => {
    const outTradeNo = numberIn(request);
    const outcome = failToPay(context, outTradeNo, { outcome: 'cancelled', reason: null });
    returnToPage(response, say(outcome, `已取消，订单仍待支付：${outTradeNo}`));
  });
  router.post('/orders/:outTradeNo/fail', (request, response) => {
    const outTradeNo = numberIn(request);
    const reason = textOf((request.body as Record<string, unknown> | undefined)?.['reason']) || defaultReason;
    const outcome = failToPay(context, outTradeNo, { outcome: 'failed', reason });
    returnToPage(response, say(outcome, `支付失败（${reason}），订单仍待支付：${outTradeNo}`));
  });
  return router;
}
