import type { Person } from './actors.ts';
import type { TestSystem } from './test-system.ts';

/** Everything in the mini-program is sold through virtual payment. */
export const VIRTUAL = { android: 'xpay', ios: 'xpay', other: 'xpay', web: 'native' } as const;

type VirtualOrder = { readonly person: Person; readonly outTradeNo: string; readonly orderId: string };

/** Somebody's order that the phone has placed at WeChat, and paid unless told otherwise. */
export async function aVirtualOrder(
  { actors, call, phone }: TestSystem,
  options: { readonly pay?: boolean; readonly notify?: boolean } = {},
): Promise<VirtualOrder> {
  const person = await actors.aPerson();
  const body = { package_id: await actors.packageId() };
  const { status, json, text } = await call('/api/v1/orders', { token: person.token, body });
  if (status !== 201) throw new Error(`the order was answered ${status}: ${text}`);
  const outTradeNo = await phone.payVirtually(person.openid, json.checkout.params, options);
  return { person, outTradeNo, orderId: json.order.id };
}
