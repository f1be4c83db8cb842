import { GATEWAY_NAMES, type GatewayName } from '../../src/domain/ordering/payment-channel.ts';
import type { Person } from '../support/http/actors.ts';
import type { Bought } from '../support/http/counters.ts';
import type { TestSystem } from '../support/http/test-system.ts';
import { counted, exactly, type Figure } from './figure.ts';
import { severalAtOnce } from './several-at-once.ts';

export type Sale = { readonly person: Person; readonly order: Bought; readonly gateway: GatewayName };
const AT_ONCE = 6;

/** What WeChat was paid, what is settled here, and what was granted: `points` for each order that was paid, once. */
export async function compareBooks(system: TestSystem, sales: readonly Sale[], points: number): Promise<Figure[]> {
  const atWechat = await paidNumbers(system);
  const seen = { settled: 0, granted: 0, wrong: 0 };
  await severalAtOnce(AT_ONCE, sales, async ({ person, order }) => {
    const { json } = await system.call(`/api/v1/orders/${order.id}`, { token: person.token });
    const balance = await system.actors.balanceOf(person);
    const isPaid = atWechat.has(order.out_trade_no);
    if (json.status === 'paid') seen.settled += 1;
    if (balance === points) seen.granted += 1;
    const expected = isPaid ? ['paid', points] : ['closed', 0];
    if (json.status !== expected[0] || balance !== expected[1]) seen.wrong += 1;
  });
  const grants = await system.knex('ledger.entries').where({ kind: 'grant' }).count();
  return [
    counted('orders placed', sales.length),
    ...GATEWAY_NAMES.map((name) => counted(`through ${name}`, sales.filter(({ gateway }) => gateway === name).length)),
    counted('paid at WeChat', atWechat.size),
    exactly('settled here', seen.settled, atWechat.size),
    exactly('points granted in full', seen.granted, atWechat.size),
    exactly('grants in the ledger', Number(grants[0]?.['count']), atWechat.size),
    exactly('orders whose books disagree', seen.wrong, 0),
  ];
}

/** What was paid at WeChat, each by our number. */
async function paidNumbers({ phone }: TestSystem): Promise<ReadonlySet<string>> {
  const ofWechatPay = (await phone.orders()).filter((order) => order.transaction_id !== null);
  const virtual = (await phone.virtualOrders()).filter(({ paid_time }) => paid_time > 0);
  return new Set([...ofWechatPay.map((order) => order.out_trade_no), ...virtual.map((order) => order.order_id)]);
}
