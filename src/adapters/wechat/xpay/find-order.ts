import { z } from 'zod';
import { Unavailable } from '../../../domain/shared/faults.ts';
import { ExchangeFault } from '../exchange-fault.ts';
import { isXpayError, type XpayApi } from './xpay-api.ts';

const fee = z.int().nonnegative();
const seconds = z.int().nonnegative();

const orderSchema = z.object({
  order_id: z.string().min(1),
  /** 0 payment, 1 refund; 8 was seen on refunds of Apple's. */
  order_type: z.int().default(0),
  status: z.int(),
  /** 1 real, 2 sandbox: one more than in requests. */
  env_type: z.int(),
  order_fee: fee,
  paid_fee: fee.default(0),
  left_fee: fee.default(0),
  refund_fee: fee.default(0),
  create_time: seconds,
  paid_time: seconds.default(0),
  wx_order_id: z.string().default(''),
  wxpay_order_id: z.string().default(''),
});

/** A payment or a refund as WeChat tells it. */
export type XpayOrder = z.infer<typeof orderSchema>;

/** Null: WeChat has never heard of this number, or not of this payer's. Throws `WechatApiError` for any other refusal. */
export async function findOrder(xpay: XpayApi, openid: string, number: string): Promise<XpayOrder | null> {
  const { env } = xpay.settings;
  try {
    const answer = await xpay.call('query_order', { openid, env, order_id: number });
    const order = orderSchema.safeParse(answer['order']).data;
    if (order?.order_id !== number || order.env_type !== env + 1) throw unreadable('order of this number');
    return order;
  } catch (error) {
    if (saysThereIsNone(error)) return null;
    throw error;
  }
}

// The code of every wrong parameter. Only the words tell that it is the number: anything else must not pass for "unpaid".
const saysThereIsNone = (error: unknown): boolean =>
  isXpayError(error, 'parameter') && /不存在|not (exist|found)/i.test(error.text);

export const unreadable = (what: string): Unavailable =>
  new Unavailable('wechat_api', { cause: new ExchangeFault('unreadable', `/xpay: not an ${what}`) });

export const fromSeconds = (epochSeconds: number): Date => new Date(epochSeconds * 1000);
