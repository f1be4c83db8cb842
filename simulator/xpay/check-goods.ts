import type { Context } from '../context.ts';
import { fail, type PhoneFailure } from './phone-failure.ts';
import type { SignData } from './sign-data.ts';
import { goodsKey } from './xpay-state.ts';

/** Where no goods are known at all, every one is taken for published at the price asked. */
export function checkGoods({ store, now }: Context, data: SignData): PhoneFailure | undefined {
  const { goods } = store.world.xpay;
  const { env, productId, goodsPrice } = data;
  if (![...goods.keys()].some((key) => key.startsWith(goodsKey(env, '')))) return undefined;
  const found = goods.get(goodsKey(env, productId));
  if (!found || found.publishedAtMs === null) return fail(-15010, 'PRODUCT_ID_NOT_PUBLISH');
  if (now() < found.publishedAtMs) return fail(-15014, 'COIN_OR_PRODUCT_ID_CREATED_IN_RECENTLY');
  return goodsPrice === found.priceFen ? undefined : fail(-15013, 'GOODS_PRICE_INVALID');
}
