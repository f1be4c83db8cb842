import { z } from 'zod';
import { notifyUrl, outTradeNo, required } from '../pay/field-schemas.ts';

const amountFen = z.int().min(1);

const source = z.strictObject({ account: z.enum(['AVAILABLE', 'UNAVAILABLE']), amount: amountFen });

const goodsDetail = z.strictObject({
  merchant_goods_id: required(32),
  wechatpay_goods_id: required(32).optional(),
  goods_name: required(256).optional(),
  unit_price: amountFen,
  refund_amount: amountFen,
  refund_quantity: z.int().min(1),
});

export const outRefundNo = z.string().regex(/^[0-9A-Za-z_\-|*@]{1,64}$/, 'must be 1 to 64 of 0-9 A-Z a-z _ - | * @');

/** Request of `POST /v3/refund/domestic/refunds`. Fields that are not in WeChat's document are refused. */
export const refundSchema = z.strictObject({
  transaction_id: required(32).optional(),
  out_trade_no: outTradeNo.optional(),
  out_refund_no: outRefundNo,
  reason: required(80).optional(),
  notify_url: notifyUrl(256).optional(),
  funds_account: z.literal('AVAILABLE').optional(),
  amount: z.strictObject({
    refund: amountFen,
    total: amountFen,
    currency: z.literal('CNY'),
    from: z.array(source).optional(),
  }),
  goods_detail: z.array(goodsDetail).optional(),
});

export type RefundRequest = z.infer<typeof refundSchema>;
