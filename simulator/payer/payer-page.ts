import express, { type Request, type Response, Router } from 'express';
import { actAsFollower } from '../api/official-account/follow-events.ts';
import type { Services } from '../api/services.ts';
import type { Context } from '../context.ts';
import type { Notifier } from '../notifications/notifier.ts';
import { refundByHand } from '../refunds/refund-by-hand.ts';
import type { RefundDesk } from '../refunds/refund-desk.ts';
import { failToPay, payOrder, type Refusal } from './attempt-payment.ts';
import { fenOf } from './fen-of.ts';
import { renderPayerPage } from './render-payer-page.ts';
import { scanOf } from './scannable-codes.ts';

const defaultReason = '支付失败';
/** Of the mini-program's preview, too. */
const defaultUser = 'xiaoma';

const fieldOf = (request: Request, name: string): string =>
  textOf((request.body as Record<string, unknown> | undefined)?.[name]);

const textOf = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 200) : '');

/** Post, redirect, get: reloading the page must not pay again. */
function returnToPage(response: Response, message: string): void {
  response.redirect(303, `/payer?message=${encodeURIComponent(message)}`);
}

const say = (outcome: { readonly kind: string } | Refusal, done: string): string =>
  'message' in outcome ? `未完成：${outcome.message}` : done;

/** Mounted at `/payer`. */
export function payerPage(
  context: Context,
  notifier: Notifier,
  desk: RefundDesk,
  { work }: Pick<Services, 'work'>,
): Router {
  const router = Router();
  const numberIn = (request: Request): string => String(request.params['outTradeNo']);
  router.use(express.urlencoded({ extended: false }));
  router.get('/', (request, response) => {
    desk.runDue();
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
    const reason = fieldOf(request, 'reason') || defaultReason;
    const outcome = failToPay(context, outTradeNo, { outcome: 'failed', reason });
    returnToPage(response, say(outcome, `支付失败（${reason}），订单仍待支付：${outTradeNo}`));
  });
  router.post('/orders/:outTradeNo/refund', (request, response) => {
    const outTradeNo = numberIn(request);
    const amountFen = fenOf(fieldOf(request, 'yuan'));
    if (amountFen === undefined) return returnToPage(response, '未完成：退款金额必须是大于0的元，最多两位小数');
    const outcome = refundByHand(context, desk, outTradeNo, { amountFen });
    returnToPage(response, say(outcome, `已在商户后台发起退款：${outTradeNo}`));
  });
  router.post('/scan', async (request, response) => {
    const user = fieldOf(request, 'user') || defaultUser;
    const acted = actAsFollower(context, scanOf(context, user, fieldOf(request, 'scene')));
    if (acted.kind === 'acted') {
      work.deliverDue();
      await work.settled(acted.deliveryId);
    }
    returnToPage(response, say(acted, `${user} 已扫码，请回到网页查看`));
  });
  return router;
}
