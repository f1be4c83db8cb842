import type { Router } from 'express';
import { z } from 'zod';
import type { Context } from '../context.ts';
import { bodyOf } from '../control/request-parts.ts';
import { requestVirtualPayment, type VirtualPaymentParams } from './request-virtual-payment.ts';
import type { Goods } from './xpay-state.ts';

const name = z.string().min(1).max(64);
const delaySeconds = z.number().min(0).max(31_536_000);

const paramNames = ['signData', 'paySig', 'signature', 'mode'] as const;
const phoneSchema = z.strictObject({ openid: z.string(), params: z.record(z.string(), z.unknown()) });
const goodsSchema = z.strictObject({
  products: z.array(z.strictObject({ product_id: name, price_fen: z.int().min(1) })).optional(),
  delay_seconds: delaySeconds.optional(),
});
const planSchema = z.strictObject({
  delay_seconds: delaySeconds.optional(),
  outcome: z.enum(['refunded', 'failed']).optional(),
});

/** The phone looks at the types before it asks WeChat. */
const wronglyTyped = (params: Record<string, unknown>): string | undefined =>
  paramNames.find((param) => typeof params[param] !== 'string');

/** Stands in for `wx.requestVirtualPayment` on the phone. */
function routePhone(router: Router, context: Context): void {
  router.post('/request-virtual-payment', (request, response) => {
    const { openid, params } = phoneSchema.parse(bodyOf(request));
    const fail = (errCode: number, reason: string) =>
      response.status(400).json({ errCode, errMsg: `requestVirtualPayment:fail ${reason}` });
    const wrong = wronglyTyped(params);
    if (wrong) fail(1001, `parameter error: parameter.${wrong} should be String`);
    else {
      const opening = requestVirtualPayment(context, openid, params as VirtualPaymentParams);
      if (opening.kind === 'opened') response.json({ out_trade_no: opening.outTradeNo });
      else fail(opening.errCode, opening.reason);
    }
  });
}

/** The phone, the goods that are on sale, and what becomes of refunds. */
export function routeXpaySettings(router: Router, context: Context): void {
  const { store, now } = context;
  routePhone(router, context);
  router.put('/xpay/goods', (request, response) => {
    const { products, delay_seconds: seconds } = goodsSchema.parse(bodyOf(request));
    const onSale = { uploadedAtMs: now(), publishedAtMs: now() };
    const goods = products?.map((each): Goods => ({ productId: each.product_id, priceFen: each.price_fen, ...onSale }));
    if (goods) store.record({ kind: 'xpay_goods_registered', goods: ([0, 1] as const).map((env) => ({ env, goods })) });
    if (seconds !== undefined) store.record({ kind: 'xpay_goods_delay_set', seconds });
    response.json({ delay_seconds: store.world.xpay.goodsDelaySeconds });
  });
  router.put('/xpay/refund-plan', (request, response) => {
    const wanted = planSchema.parse(bodyOf(request));
    const before = store.world.xpay.refundPlan;
    const plan = {
      delaySeconds: wanted.delay_seconds ?? before.delaySeconds,
      outcome: wanted.outcome ?? before.outcome,
    };
    store.record({ kind: 'xpay_refund_planned', plan });
    response.json({ delay_seconds: plan.delaySeconds, outcome: plan.outcome });
  });
}
