import { z } from 'zod';
import { WechatApi } from '../../adapters/wechat/api/wechat-api.ts';
import { productIdOf } from '../../adapters/wechat/xpay/product-id.ts';
import { XpayApi } from '../../adapters/wechat/xpay/xpay-api.ts';
import { XpayGoods } from '../../adapters/wechat/xpay/xpay-goods.ts';
import { type GoodsToList, type ListedGoods, listGoods, planGoods } from '../../application/catalog/list-goods.ts';
import type { Tell } from '../face/answer.ts';
import { PartlyDone, TryLater } from '../face/failures.ts';
import { Closers } from '../system/closers.ts';
import { ExpectedFailure } from '../system/expected-failure.ts';
import { openAccount } from '../system/wechat-account.ts';
import type { WechatAccount } from '../system/wechat-config.ts';
import { loadConfig } from './load-config.ts';
import { UsageError } from './usage-error.ts';
import { withDatabase } from './with-database.ts';

export type PublishOptions = {
  readonly dryRun?: true;
  readonly json?: true;
  readonly imageUrl?: string;
  readonly wait: number;
};

const STATES = ['planned', 'listed', 'unchanged', 'under_way', 'not_begun', 'failed'] as const;
export const PublishedShape = z.strictObject({
  goods: z.array(
    z.strictObject({
      product_id: z.string().meta({ description: 'of WeChat' }),
      package: z.string(),
      name: z.string(),
      amount_fen: z.int(),
      state: z.enum(STATES),
      reason: z.string().optional().meta({ description: 'of a failure' }),
    }),
  ),
});

const TIMEOUT_MS = 10_000;

/** Fails when something is not on sale at the end: with 4 if something is, with 75 if WeChat only takes its time. */
export async function publishGoods(options: PublishOptions, tell: Tell<typeof PublishedShape>): Promise<void> {
  const idOf: XpayGoods['idOf'] = ({ packageCode, amountFen }) => productIdOf(packageCode, amountFen);
  const planned = await withDatabase(({ uow }) => planGoods({ uow, idOf })());
  if (options.dryRun) {
    const state = { kind: 'planned' } as const;
    return tell({ goods: planned.map((goods) => jsonOf(goods, state)) }, () =>
      planned.map((goods) => lineOf(goods, state)).join('\n'),
    );
  }
  const say = options.json ? () => {} : (goods: ListedGoods) => console.log(lineOf(goods, goods.listing));
  const listed = await withAccount((account) => listGoods({ goodsList: goodsListOf(account, options) })(planned, say));
  tell({ goods: listed.map((goods) => jsonOf(goods, goods.listing)) }, () => '');
  failUnlessOnSale(listed);
}

function failUnlessOnSale(listed: readonly ListedGoods[]): void {
  const isOnSale = ({ listing }: ListedGoods): boolean => listing.kind === 'listed' || listing.kind === 'unchanged';
  const missing = listed.filter((goods) => !isOnSale(goods));
  if (missing.length === 0) return;
  const what = `${missing.length} of ${listed.length} are not on sale`;
  if (missing.every(({ listing }) => listing.kind !== 'failed'))
    throw new TryLater(`${what} yet: run this again later`);
  throw missing.length < listed.length ? new PartlyDone(what) : new ExpectedFailure(what);
}

/** The simulator, where there is no other, is started for as long as it takes. */
async function withAccount<T>(work: (account: WechatAccount) => Promise<T>): Promise<T> {
  const closers = new Closers((part, error) => console.error(`${part} did not close`, error));
  try {
    return await work((await openAccount(loadConfig(), {}, closers)).account);
  } finally {
    await closers.close();
  }
}

function goodsListOf({ xpay, login }: WechatAccount, { imageUrl: given, wait }: PublishOptions): XpayGoods {
  if (!xpay)
    throw new UsageError('virtual payment is not configured: set WECHAT_XPAY_OFFER_ID and WECHAT_XPAY_APP_KEY');
  const imageUrl = given ?? xpay.goodsImageUrl;
  if (!imageUrl || !/^https?:\/\/\S+$/.test(imageUrl)) {
    throw new UsageError('WeChat wants a picture of the goods: --image-url, or WECHAT_XPAY_GOODS_IMAGE_URL');
  }
  const api = new WechatApi({ ...login, timeoutMs: TIMEOUT_MS });
  return new XpayGoods({ xpay: new XpayApi(api, { ...xpay, appid: login.appid }), imageUrl, patienceMs: wait * 1000 });
}

type State = ListedGoods['listing'] | { readonly kind: 'planned' };
const WORDS: Readonly<Record<State['kind'], string>> = {
  planned: 'to be published',
  listed: 'published',
  unchanged: 'on sale before',
  under_way: 'WeChat is at it: run this again later',
  not_begun: 'not begun',
  failed: 'failed',
};

const lineOf = ({ id, name }: GoodsToList, state: State): string =>
  `${id}  ${name}  ${WORDS[state.kind]}${state.kind === 'failed' ? `: ${state.reason}` : ''}`;

const jsonOf = ({ id, packageCode, name, amountFen }: GoodsToList, state: State) => ({
  ...{ product_id: id, package: packageCode, name, amount_fen: amountFen, state: state.kind },
  ...(state.kind === 'failed' ? { reason: state.reason } : {}),
});
