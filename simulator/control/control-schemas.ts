import { z } from 'zod';
import { faultNames } from '../notifications/faults.ts';
import { outRefundNo } from '../refunds/refund-schema.ts';

const name = z.string().min(1).max(64);
const tenYearsSeconds = 315_360_000;

export const advanceSchema = z.strictObject({ seconds: z.number().min(0).max(tenYearsSeconds) });

export const loginCodeSchema = z.strictObject({
  user: name,
  unionid: z.boolean().optional(),
  blocked: z.boolean().optional(),
  rate_limited: z.boolean().optional(),
});

export const requestPaymentSchema = z.strictObject({
  openid: z.string(),
  params: z.strictObject({
    appId: z.string(),
    timeStamp: z.string(),
    nonceStr: z.string(),
    package: z.string(),
    signType: z.string(),
    paySign: z.string(),
  }),
});

export const paySchema = z.strictObject({
  openid: z.string().optional(),
  notify: z.boolean().optional(),
  despite_close: z.boolean().optional(),
  coupon_fen: z.int().min(0).optional(),
});
export const cancelSchema = z.strictObject({ openid: z.string().optional() });
export const failSchema = z.strictObject({ reason: z.string().max(200), openid: z.string().optional() });

export const deliverSchema = z.strictObject({
  times: z.int().min(1).max(50).default(1),
  fault: z.enum(faultNames).default('none'),
});

const outcome = z.enum(['SUCCESS', 'CLOSED', 'ABNORMAL']);

/** What is left out stays as it is. */
export const refundPlanSchema = z.strictObject({
  delay_seconds: z.number().min(0).max(tenYearsSeconds).optional(),
  outcome: outcome.optional(),
  refuse: z.enum(['NOT_ENOUGH', 'USER_ACCOUNT_ABNORMAL', 'RESOURCE_NOT_EXISTS']).nullable().optional(),
  notify: z.boolean().optional(),
  enforce_minute: z.boolean().optional(),
});

export const completeRefundSchema = z.strictObject({ status: outcome });

export const refundByHandSchema = z.strictObject({
  amount_fen: z.int().min(1),
  out_refund_no: outRefundNo.optional(),
  notify: z.boolean().optional(),
});

export const billPlanSchema = z.strictObject({ bom: z.boolean().optional(), creating: z.boolean().optional() });
