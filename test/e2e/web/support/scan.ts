import { expect } from 'chai';
import { callApi } from '../../../support/http/api-client.ts';
import type { TestSystem } from '../../../support/http/test-system.ts';
import type { Tab } from './tab.ts';

/** A browser that shows a code asks so often whether it was scanned. */
const POLLS_EVERY_MS = 2_000;
let people = 0;

/** Somebody with WeChat on his phone, whom nobody here has seen before. */
export const aStranger = (): string => `scanner-${++people}`;

/** Holds a phone before the code that signs in: whoever does it follows the official account from then on. */
export async function scanToSignIn({ knex, phone }: TestSystem, tab: Tab, user = aStranger()): Promise<string> {
  expect(await tab.qrText()).to.match(/^http:\/\/weixin\.qq\.com\/q\/[\w-]+$/);
  // What WeChat knows of its code and the picture does not tell.
  const [ticket] = await knex('identity.login_tickets').orderBy('created_at', 'desc').limit(1);
  await phone.follower(user, 'subscribe', { scene: ticket.scene, unionid: true });
  await tab.later(POLLS_EVERY_MS);
  return user;
}

type Wanted = { readonly out_trade_no: string; readonly prepay: { readonly code_url?: string } | null };

/** Holds a phone before the code that pays: gives the number of the order that WeChat shows. */
export async function scanToPay({ wechatUrl }: TestSystem, tab: Tab): Promise<string> {
  const text = await tab.qrText();
  const { orders } = (await callApi(`${wechatUrl}/_control/orders`)).json as { orders: readonly Wanted[] };
  const found = orders.find(({ prepay }) => prepay?.code_url === text);
  if (!found) throw new Error(`WeChat knows nothing of ${text}`);
  return found.out_trade_no;
}
