import { z } from 'zod';
import { type ApiAnswer, refuse } from '../api/api-answer.ts';
import type { Context } from '../context.ts';
import type { Env, XpayOrder } from './xpay-state.ts';

const id = z.string().min(1).optional();

/** How every API names an order: by the merchant's number or by WeChat's, never by both. */
export const orderReference = { order_id: id, wx_order_id: id };

export type OrderReference = { readonly order_id?: string | undefined; readonly wx_order_id?: string | undefined };

export const paramError = (reason: string, content: ApiAnswer = {}): ApiAnswer => refuse(268490002, reason, content);

/** In WeChat's words, which developers report with this code. */
export const noSuchOrder = (): ApiAnswer => paramError('数据不存在', { order: null });

export function checkReference({ order_id: own, wx_order_id: wechats }: OrderReference): ApiAnswer | undefined {
  const given = [own, wechats].filter((each) => each !== undefined).length;
  return given === 1 ? undefined : paramError('order_id和wx_order_id须二选一');
}

export function findOrder({ store }: Context, env: Env, reference: OrderReference): XpayOrder | undefined {
  const { orders, orderByWxOrder } = store.world.xpay;
  const order = orders.get(reference.order_id ?? orderByWxOrder.get(reference.wx_order_id ?? '') ?? '');
  return order?.env === env ? order : undefined;
}

export const checkOpenid = ({ store }: Context, openid: string): ApiAnswer | undefined =>
  store.world.userNameByOpenid.has(openid) ? undefined : refuse(268490001, 'openid错误');
